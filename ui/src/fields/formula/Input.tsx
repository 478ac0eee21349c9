import type { InputProps } from '../types'
import { ComputedCell } from './Cell'
import styles from './Input.module.css'

/** Nothing to type: the server computes it, and the form shows what a save would give. */
export function ComputedInput({ id, field, value, entity }: InputProps) {
  return (
    <output id={id} className={styles['computed']}>
      <ComputedCell field={field} value={value} entity={entity} />
    </output>
  )
}
