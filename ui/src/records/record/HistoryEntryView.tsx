import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HistoryEntry } from '../../api/records'
import type { Entity } from '../../api/types'
import { ChangeLine } from '../../fields/changes/ChangeLine'
import { isBlank } from '../../fields/parts/isBlank'
import { useFormat } from '../../shared/format/useFormat'
import { useAuditTexts } from './auditTexts'
import styles from './history.module.css'

const SHOWN = 6

interface HistoryEntryViewProps {
  entity: Entity
  entry: HistoryEntry
  onLookBack: (at: string) => void
}

/** One save: who, when, and each field from what to what. First values are folded away, they say little. */
export function HistoryEntryView({ entity, entry, onLookBack }: HistoryEntryViewProps) {
  const { t, i18n } = useTranslation()
  const tAudit = useAuditTexts()
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const changes = entry.changes.filter(({ from, to, line }) => line || !isBlank(from) || !isBlank(to))
  const shown = entry.action === 'created' ? 0 : SHOWN
  const known = `record.action_${entry.action}`
  const actionText = (action: string) =>
    i18n.exists(known) ? t(known) : tAudit(`action.${action}`, { defaultValue: action })
  const visible = isOpen ? changes : changes.slice(0, shown)
  return (
    <div>
      <div>
        <strong>{entry.actor?.label ?? t('record.system')}</strong> {actionText(entry.action)}{' '}
        <time dateTime={entry.at} title={format.dateTime(entry.at)} className={styles['quiet']}>
          {format.ago(entry.at)}
        </time>
        <Button
          type="link"
          size="small"
          className={styles['then'] ?? ''}
          onClick={() => onLookBack(entry.at)}
        >
          {tAudit('past.open')}
        </Button>
      </div>
      <ul className={styles['changes']}>
        {visible.map((change) => (
          <ChangeLine key={change.field} entity={entity} change={change} />
        ))}
      </ul>
      {changes.length > shown && (
        <Button
          type="link"
          size="small"
          className={styles['fold'] ?? ''}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t('field.show_less') : t('record.show_values', { count: changes.length - shown })}
        </Button>
      )}
    </div>
  )
}
