import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Skeleton, Timeline } from 'antd'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { Entity } from '../../api/types'
import { historyQuery } from '../queries'
import { HistoryEntryView } from './HistoryEntryView'
import styles from './history.module.css'

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
          content: <HistoryEntryView entity={entity} entry={entry} />,
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
