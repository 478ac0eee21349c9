import { useTranslation } from 'react-i18next'
import type { HistoryChange } from '../../api/records'
import type { Entity, Field } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { isBlank } from '../parts/isBlank'
import { changedField } from './changedField'
import { HistoryValue } from './HistoryValue'
import { letIn } from './letIn'
import { LetInValue } from './LetInValue'
import styles from './changes.module.css'

/** One field from what to what. */
export function ChangeLine({ entity, change }: { entity: Entity; change: HistoryChange }) {
  const { t } = useTranslation()
  const schema = useSchema()
  const labelOf = useLabel()
  const { field, entity: owner, lines } = changedField(schema, entity, change)
  const own = labelOf(field, change.label ?? change.field)
  const label = lines && field ? `${labelOf(lines)} › ${own}` : lines ? labelOf(lines) : own
  return (
    <li className={styles['change']}>
      <span className={styles['label']} title={label}>
        {label}
      </span>
      {change.line ? (
        <span className={styles['quiet']}>{t(`record.line_${change.line}`)}</span>
      ) : (
        <>
          {!isBlank(change.from) && (
            <>
              <span className={styles['from']}>
                <Value entity={entity} place={change.field} field={field} owner={owner} value={change.from} />
              </span>
              <span aria-label={t('record.became')}>→</span>
            </>
          )}
          <span className={styles['to']}>
            <Value entity={entity} place={change.field} field={field} owner={owner} value={change.to} />
          </span>
        </>
      )}
    </li>
  )
}

interface ValueProps {
  entity: Entity
  /** Where it changed: the key of a field, or what stands for one. */
  place: string
  field: Field | undefined
  /** The entity of the field: that of the lines, where it is one of theirs. */
  owner: string
  value: FieldValue
}

function Value({ entity, place, field, owner, value }: ValueProps) {
  const who = letIn(place, value)
  return who ? (
    <LetInValue entity={entity} value={who} />
  ) : (
    <HistoryValue field={field} entity={owner} value={value} />
  )
}
