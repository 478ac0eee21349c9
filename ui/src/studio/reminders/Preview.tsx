import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Empty, Skeleton, Tag } from 'antd'
import dayjs from 'dayjs'
import { Link } from 'react-router'
import { errorText } from '../../api/problem'
import { reminderPreviewQuery, type ReminderPreview } from '../../api/reminders'
import { useFormat } from '../../shared/format/useFormat'
import { recordPath } from '../../shared/paths'
import { useDebounced } from '../../shared/useDebounced'
import { useReminderTexts } from './reminderTexts'
import styles from './reminders.module.css'

interface PreviewProps {
  entity: string
  text: string
  /** The id of a rule of mine, or the key of one of the application, published or not. */
  rule: string | null
}

const PAUSE = 600

/** The records that a rule would tell of, now and in the next 30 days. */
export function Preview({ entity, text, rule }: PreviewProps) {
  const t = useReminderTexts()
  const settled = useDebounced(text, PAUSE)
  const { data, error, isFetching } = useQuery({
    ...reminderPreviewQuery(entity, settled, rule),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
  })
  return (
    <section className={styles['preview']} aria-busy={isFetching} aria-label={t('preview.title')}>
      <h4>{t('preview.title')}</h4>
      {error && (
        <Alert type="warning" showIcon title={t('preview.unreadable')} description={errorText(error)} />
      )}
      {!error && !data && <Skeleton active paragraph={{ rows: 2 }} />}
      {!error && data && <Found entity={entity} found={data} />}
    </section>
  )
}

function Found({ entity, found }: { entity: string; found: ReminderPreview }) {
  const t = useReminderTexts()
  if (found.items.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('preview.none')} />
  const more = found.now + found.later - found.items.length
  return (
    <>
      <p className={styles['sum']}>
        <Tag color="blue">{t('preview.now', { count: found.now })}</Tag>
        <Tag>{t('preview.later', { count: found.later })}</Tag>
        {found.capped && <Tag color="orange">{t('preview.capped')}</Tag>}
        {!found.complete && <Tag color="orange">{t('preview.incomplete')}</Tag>}
      </p>
      <Days days={found.days} />
      <ul className={styles['items']}>
        {found.items.map((item) => (
          <Item key={item.record.id} entity={entity} item={item} />
        ))}
      </ul>
      {more > 0 && <p className={styles['quiet']}>{t('preview.more', { count: more })}</p>}
    </>
  )
}

/** How many records on each of the next 30 days, as bars. */
function Days({ days }: { days: ReminderPreview['days'] }) {
  const format = useFormat()
  const most = Math.max(1, ...days.map(({ count }) => count))
  const counts = new Map(days.map(({ day, count }) => [day, count]))
  const all = nextDays(30)
  return (
    <>
      <ol className={styles['days']}>
        {all.map((day) => {
          const count = counts.get(day) ?? 0
          const words = `${format.date(day)}: ${format.integer(count)}`
          return (
            <li key={day} title={words} aria-label={words} data-none={count === 0}>
              <span style={{ height: count ? `${Math.max(12, (count / most) * 100)}%` : 2 }} />
            </li>
          )
        })}
      </ol>
      <p className={styles['axis']} aria-hidden>
        <span>{format.date(all[0] ?? '')}</span>
        <span>{format.date(all.at(-1) ?? '')}</span>
      </p>
    </>
  )
}

/** Today and so many more, as ISO days. */
function nextDays(count: number): string[] {
  return Array.from({ length: count + 1 }, (_, ahead) => dayjs().add(ahead, 'day').format('YYYY-MM-DD'))
}

function Item({ entity, item }: { entity: string; item: ReminderPreview['items'][number] }) {
  const t = useReminderTexts()
  const format = useFormat()
  const [, ...further] = item.fires
  const people = format.list(item.people.map(({ label, id }) => label ?? id))
  return (
    <li>
      <Link to={recordPath(entity, item.record.id)} dir="auto">
        {item.record.label}
      </Link>
      <span className={styles['quiet']}>
        {new Date(item.at) <= new Date() ? t('preview.at_once') : format.dateTime(item.at)} ·{' '}
        {people || t('preview.nobody')}
        {item.told > 0 && <> · {t('preview.told', { count: item.told })}</>}
        {further.length > 0 && <> · {t('preview.again', { count: further.length })}</>}
      </span>
    </li>
  )
}
