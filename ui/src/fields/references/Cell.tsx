import { useEntity } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import { Blank } from '../parts/Blank'
import { isBlank } from '../parts/isBlank'
import { RecordLink } from '../parts/RecordLink'
import { isLabel, labelText, targetEntity } from '../parts/references'
import { TextLine } from '../parts/TextLine'
import styles from '../parts/cells.module.css'
import type { CellProps } from '../types'

export function ReferencesCell({ field, value, entity, inline }: CellProps) {
  const format = useFormat()
  const target = targetEntity(field, entity)
  const isVisible = useEntity(target)?.can.see ?? false
  if (!Array.isArray(value) || isBlank(value)) return <Blank inline={inline} />
  const labels = value.filter(isLabel)
  if (inline) return <TextLine text={format.list(labels.map(labelText))} />
  return (
    <span className={styles['tags']}>
      {labels.map((label) => (
        <span key={label.id} className={styles['one']}>
          {isVisible ? <RecordLink entity={target} label={label} /> : <TextLine text={labelText(label)} />}
        </span>
      ))}
    </span>
  )
}
