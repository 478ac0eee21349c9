import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, DatePicker, Skeleton, Timeline } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { Entity } from '../../api/types'
import { historyQuery } from '../queries'
import { useAuditTexts } from './auditTexts'
import { HistoryEntryView } from './HistoryEntryView'
import { PastDrawer } from './PastDrawer'
import styles from './history.module.css'

const COLOURS = { created: 'green', updated: 'blue', deleted: 'red', restored: 'orange' } as const

/** Who changed what, from which value to which, and when. */
export function HistoryList({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation()
  const tAudit = useAuditTexts()
  const [moment, setMoment] = useState<string | null>(null)
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    historyQuery(entity.key, id),
  )
  if (isPending) return <Skeleton active paragraph={{ rows: 5 }} />
  if (error) return <Alert type="warning" showIcon title={errorText(error)} />
  const entries = data.pages.flatMap(({ items }) => items)
  return (
    <div className={styles['body']}>
      <div className={styles['tools']}>
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          placeholder={tAudit('past.pick')}
          disabledDate={(day) => day.isAfter(dayjs())}
          value={moment ? dayjs(moment) : null}
          allowClear={false}
          onChange={(picked) => setMoment(picked ? picked.toISOString() : null)}
        />
      </div>
      {entries.length === 0 && <p className={styles['quiet']}>{t('record.history_empty')}</p>}
      <Timeline
        items={entries.map((entry) => ({
          key: entry.id,
          color: COLOURS[entry.action as keyof typeof COLOURS] ?? 'gray',
          content: <HistoryEntryView entity={entity} entry={entry} onLookBack={setMoment} />,
        }))}
      />
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          {t('list.more')}
        </Button>
      )}
      {moment && <PastDrawer entity={entity} id={id} at={moment} onClose={() => setMoment(null)} />}
    </div>
  )
}
