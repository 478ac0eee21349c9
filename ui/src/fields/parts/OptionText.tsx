import type { ReactNode } from 'react'
import styles from './OptionText.module.css'

interface OptionTextProps {
  /** An entry of a list to choose from, with what tells it apart from others of the same label. */
  option: { label?: ReactNode; [attribute: string]: unknown }
}

/** A record to choose. */
export function OptionText({ option }: OptionTextProps) {
  const detail = option['detail']
  return (
    <span className={styles['option']}>
      <bdi>{option.label}</bdi>
      {typeof detail === 'string' && detail !== '' && <bdi className={styles['detail']}>{detail}</bdi>}
    </span>
  )
}
