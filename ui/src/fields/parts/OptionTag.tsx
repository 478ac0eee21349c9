import type { CSSProperties } from 'react'
import type { Field } from '../../api/types'
import { useOption } from '../../schema/options'
import { tagColour } from './tagColour'
import styles from './OptionTag.module.css'

export function OptionTag({ field, option }: { field: Field; option: string }) {
  const { label, color } = useOption(field, option)
  return (
    <span
      className={styles['tag']}
      style={{ '--tag': tagColour(color) } as CSSProperties}
      title={label}
      dir="auto"
    >
      {label}
    </span>
  )
}
