import {
  AuditOutlined,
  BellOutlined,
  CommentOutlined,
  MailOutlined,
  MoreOutlined,
  RobotOutlined,
  SyncOutlined,
  UserAddOutlined,
} from '@ant-design/icons'
import { Dropdown, type MenuProps } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { InboxAction, InboxMark, NoticeKind, Notification } from '../api/inbox'
import { useFormat } from '../shared/format/useFormat'
import { IconButton } from '../shared/IconButton'
import { approvalPath, commentsPath, digestPath, messagesPath, recordPath } from '../shared/paths'
import { SNOOZES, snoozedUntil, type Snooze } from './snoozing'
import { useInboxTexts } from './texts'
import { usePutOff } from './usePutOff'
import styles from './inbox.module.css'

const ICONS: Record<NoticeKind, ReactNode> = {
  approval: <AuditOutlined />,
  reminder: <BellOutlined />,
  assignment: <UserAddOutlined />,
  mention: <CommentOutlined />,
  message: <MailOutlined />,
  automation: <RobotOutlined />,
  job: <SyncOutlined />,
}

interface InboxItemProps {
  item: Notification
  onMark: (action: InboxAction, mark: InboxMark) => void
  onLeave?: (() => void) | undefined
}

function target({ kind, about, entity, record }: Notification): string | null {
  if (about.approval) return approvalPath(about.approval)
  if (about.digest) return digestPath(about.digest)
  if (about.from) return messagesPath(about.from)
  if (!entity || !record) return null
  return kind === 'mention' ? commentsPath(entity, record.id) : recordPath(entity, record.id)
}

/** One notification: what was told, by whom, and what can be done with it. */
export function InboxItem({ item, onMark, onLeave }: InboxItemProps) {
  const t = useInboxTexts()
  const format = useFormat()
  const to = target(item)
  const isUnread = item.read_at === null
  const mark = (action: InboxAction, until?: string) =>
    onMark(action, { ids: [item.id], ...(until ? { until } : {}) })

  const follow = () => {
    if (isUnread) mark('read')
    onLeave?.()
  }
  return (
    <li className={styles['item']} data-unread={isUnread}>
      <span className={styles['icon']} title={t(`kind_${item.kind}`)} aria-hidden>
        {ICONS[item.kind]}
      </span>
      <div className={styles['words']}>
        {to ? (
          <Link to={to} className={styles['title']} onClick={follow} dir="auto">
            {item.title}
          </Link>
        ) : (
          <span className={styles['title']} dir="auto">
            {item.title}
          </span>
        )}
        {item.body && (
          <span className={styles['body']} dir="auto">
            {item.body}
          </span>
        )}
        <span className={styles['quiet']}>
          {[t(`kind_${item.kind}`), item.actor?.label, format.ago(item.at)].filter(Boolean).join(' · ')}
          {item.snoozed_until && new Date(item.snoozed_until) > new Date() && (
            <> · {t('until', { when: format.dateTime(item.snoozed_until) })}</>
          )}
        </span>
      </div>
      {isUnread && <span className={styles['dot']} role="img" aria-label={t('is_unread')} />}
      <ItemMenu item={item} onMark={mark} />
    </li>
  )
}

interface ItemMenuProps {
  item: Notification
  onMark: (action: InboxAction, until?: string) => void
}

function ItemMenu({ item, onMark }: ItemMenuProps) {
  const t = useInboxTexts()
  const putOff = usePutOff()
  const one = (action: InboxAction) => ({ key: action, label: t(action) })
  const { reminder, snooze } = item.about
  const isReminder = reminder !== undefined && snooze === true
  const isAsleep = item.snoozed_until !== null && new Date(item.snoozed_until) > new Date()
  const snoozing = isAsleep
    ? one('wake')
    : {
        key: 'snooze',
        label: t(isReminder ? 'put_off' : 'snooze'),
        children: SNOOZES.map((key) => ({ key, label: t(key) })),
      }
  const items: MenuProps['items'] = item.archived_at
    ? [one('restore')]
    : [one(item.read_at ? 'unread' : 'read'), snoozing, one('archive')]

  const choose = (key: string) => {
    if (!SNOOZES.includes(key as Snooze)) return onMark(key as InboxAction)
    const until = snoozedUntil(key as Snooze)
    if (isReminder) putOff({ notification: item.id, reminder, until })
    else onMark('snooze', until)
  }
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
      <IconButton type="text" size="small" icon={<MoreOutlined />} label={t('more')} />
    </Dropdown>
  )
}
