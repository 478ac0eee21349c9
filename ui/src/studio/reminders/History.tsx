import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Empty, Skeleton, Tag } from 'antd'
import { Link } from 'react-router'
import { reminderHistory, type ReminderOccurrence } from '../../api/reminders'
import { Drawer } from '../../shared/Drawer'
import { useFormat } from '../../shared/format/useFormat'
import { recordPath } from '../../shared/paths'
import { useReminderTexts } from './reminderTexts'
import styles from './reminders.module.css'

interface HistoryProps {
  title: string
  /** Whose: `rules/3` or `published/lead.idle`. */
  of: string
  onClose: () => void
}

/** What a rule told, of which record to whom; the latest first. */
export function History({ title, of, onClose }: HistoryProps) {
  const t = useReminderTexts()
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['reminders', 'history', of],
    queryFn: ({ pageParam, signal }) => reminderHistory(of, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <Drawer open size={560} title={t('history.title', { name: title })} onClose={onClose}>
      {!items && <Skeleton active />}
      {items?.length === 0 && <Empty description={t('history.none')} />}
      <ul className={styles['items']}>
        {items?.map((item) => (
          <Told key={item.id} item={item} />
        ))}
      </ul>
      {hasNextPage && (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('history.more')}
        </Button>
      )}
    </Drawer>
  )
}

function Told({ item }: { item: ReminderOccurrence }) {
  const t = useReminderTexts()
  const format = useFormat()
  const people = format.list(item.people.map(({ label, id }) => label ?? id))
  const isEscalation = item.kind === 'escalation'
  return (
    <li>
      <span>
        {item.entity && item.record ? (
          <Link to={recordPath(item.entity, item.record.id)} dir="auto">
            {item.record.label}
          </Link>
        ) : (
          t('history.out_of_sight')
        )}{' '}
        <Tag color={isEscalation ? 'orange' : 'blue'}>
          {t(isEscalation ? 'history.escalation' : 'history.notice', { number: item.number })}
        </Tag>
        {item.ended_by && <Tag>{t(`history.ended_${item.ended_by}`)}</Tag>}
      </span>
      <span className={styles['quiet']}>
        {format.dateTime(item.fired_at)} · {people || t('preview.nobody')}
      </span>
    </li>
  )
}
