import { useQuery } from '@tanstack/react-query'
import { Alert, Empty, Skeleton, Tag } from 'antd'
import { Link, useParams } from 'react-router'
import { errorText } from '../../api/problem'
import { reminderDigestQuery, type ReminderDigest } from '../../api/reminders'
import { useDocumentTitle } from '../../shared/documentTitle'
import { useFormat } from '../../shared/format/useFormat'
import { recordPath } from '../../shared/paths'
import { useReminderTexts } from './reminderTexts'
import styles from './reminders.module.css'

/** The records that one notification told together, by rule. */
export function DigestPage() {
  const t = useReminderTexts()
  const { id = '' } = useParams()
  const { data, error } = useQuery(reminderDigestQuery(id))
  useDocumentTitle(t('digest.title'))
  const rules = [...new Set(data?.items.map(({ rule }) => rule))]
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('digest.title')}</h1>
      </header>
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {!data && !error && <Skeleton active />}
      {data?.items.length === 0 && <Empty description={t('digest.none')} />}
      {rules.map((rule) => (
        <section key={rule}>
          <h3>{rule ?? t('digest.gone')}</h3>
          <Records items={data?.items.filter((item) => item.rule === rule) ?? []} />
        </section>
      ))}
    </div>
  )
}

function Records({ items }: { items: ReminderDigest['items'] }) {
  const t = useReminderTexts()
  const format = useFormat()
  return (
    <ul className={styles['items']}>
      {items.map((item) => (
        <li key={item.reminder}>
          <span>
            <Link to={recordPath(item.entity, item.record.id)} dir="auto">
              {item.record.label}
            </Link>{' '}
            {item.escalated && <Tag color="orange">{t('digest.escalated')}</Tag>}
          </span>
          <span className={styles['quiet']}>{t('digest.due', { when: format.dateTime(item.due_at) })}</span>
        </li>
      ))}
    </ul>
  )
}
