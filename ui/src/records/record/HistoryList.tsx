import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Skeleton, Timeline } from 'antd'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { HistoryChange, HistoryEntry } from '../../api/records'
import type { Entity } from '../../api/types'
import { FieldCell } from '../../fields/FieldCell'
import { asText } from '../../fields/parts/asText'
import { isBlank } from '../../fields/parts/isBlank'
import { useLabel } from '../../schema/labels'
import { findField } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import { historyQuery } from '../queries'
import styles from './record.module.css'

const COLOURS = { created: 'green', updated: 'blue', deleted: 'red', restored: 'orange' } as const

/** Who changed what, from which value to which, and when. */
export function HistoryList({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    historyQuery(entity.key, id),
  )
  if (isPending) return <Skeleton active paragraph={{ rows: 5 }} />
  if (error) return <Alert type="warning" showIcon title={errorText(error)} />
  const entries = data.pages.flatMap(({ items }) => items)
  return (
    <div className={styles['body']}>
      {entries.length === 0 && <p className={styles['quiet']}>{t('record.history_empty')}</p>}
      <Timeline
        items={entries.map((entry) => ({
          key: entry.id,
          color: COLOURS[entry.action] ?? 'gray',
          content: <Entry entity={entity} entry={entry} />,
        }))}
      />
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          {t('list.more')}
        </Button>
      )}
    </div>
  )
}

function Entry({ entity, entry }: { entity: Entity; entry: HistoryEntry }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div>
      <div>
        <strong>{entry.actor?.label ?? t('record.system')}</strong> {t(`record.action_${entry.action}`)}{' '}
        <time dateTime={entry.at} title={format.dateTime(entry.at)} className={styles['quiet']}>
          {format.ago(entry.at)}
        </time>
      </div>
      {entry.changes.length > 0 && (
        <ul className={styles['changes']}>
          {entry.changes.map((change) => (
            <Change key={change.field} entity={entity} change={change} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Change({ entity, change }: { entity: Entity; change: HistoryChange }) {
  const labelOf = useLabel()
  const field = findField(entity, change.field)
  const label = labelOf({ label: change.label ?? field?.label ?? null }, change.field)
  const show = (value: unknown) => {
    if (isBlank(value)) return <span className={styles['quiet']}>–</span>
    return field ? <FieldCell field={field} value={value} entity={entity.key} inline /> : asText(value)
  }
  return (
    <li className={styles['change']}>
      <span className={styles['changeLabel']} title={label}>
        {label}
      </span>
      <span className={styles['from']}>{show(change.from)}</span>
      <span aria-hidden>→</span>
      <span className={styles['to']}>{show(change.to)}</span>
    </li>
  )
}
