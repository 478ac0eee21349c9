import { Blank } from '../parts/Blank'
import { isBlank } from '../parts/isBlank'
import { OptionTag } from '../parts/OptionTag'
import styles from '../parts/cells.module.css'
import type { CellProps } from '../types'

export function OptionsCell({ field, value, inline }: CellProps) {
  if (!Array.isArray(value) || isBlank(value)) return <Blank inline={inline} />
  return (
    <span className={inline ? `${styles['tags']} ${styles['tagsInline']}` : styles['tags']}>
      {value.map((key) => (
        <OptionTag key={String(key)} field={field} option={String(key)} />
      ))}
    </span>
  )
}
