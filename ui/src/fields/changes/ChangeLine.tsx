import { useTranslation } from 'react-i18next'
import type { HistoryChange } from '../../api/records'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { isBlank } from '../parts/isBlank'
import { changedField } from './changedField'
import { HistoryValue } from './HistoryValue'
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
                <HistoryValue field={field} entity={owner} value={change.from} />
              </span>
              <span aria-label={t('record.became')}>→</span>
            </>
          )}
          <span className={styles['to']}>
            <HistoryValue field={field} entity={owner} value={change.to} />
          </span>
        </>
      )}
    </li>
  )
}
