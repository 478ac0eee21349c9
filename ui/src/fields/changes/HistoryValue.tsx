import type { Field, FieldKind } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { FieldCell } from '../FieldCell'
import { asText } from '../parts/asText'
import { isBlank } from '../parts/isBlank'
import { LookedUpLabel } from '../parts/LookedUpLabel'
import { isLabel, targetEntity } from '../parts/references'
import styles from './changes.module.css'

const LINKS = new Set<FieldKind>(['reference', 'references', 'parent', 'user'])

interface HistoryValueProps {
  field: Field | undefined
  entity: string
  value: FieldValue
  /** With as many lines as it takes, else one. */
  isWhole?: boolean
}

/** A value as it was; the trail keeps ids of other records, not their titles of that day. */
export function HistoryValue({ field, entity, value, isWhole = false }: HistoryValueProps) {
  if (isBlank(value)) return <span className={styles['quiet']}>–</span>
  if (!field) return <>{asText(value)}</>
  if (!LINKS.has(field.kind))
    return <FieldCell field={field} value={value} entity={entity} inline={!isWhole} />
  const labels = [value].flat().map((item) => (isLabel(item) ? item : { id: String(item), label: '' }))
  return (
    <>
      {labels.map((label) => (
        <LookedUpLabel
          key={label.id}
          target={targetEntity(field, entity)}
          label={{ ...label, label: label.label ?? '' }}
        />
      ))}
    </>
  )
}
