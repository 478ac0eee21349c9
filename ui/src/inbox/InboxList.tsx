import { InboxOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { InboxBox, NoticeKind } from '../api/inbox'
import { errorText } from '../api/problem'
import { useLabel } from '../schema/labels'
import { useEntity } from '../schema/useSchema'
import { recordPath } from '../shared/paths'
import { groupByRecord, type Group } from './grouping'
import { InboxItem } from './InboxItem'
import { inboxQuery } from './queries'
import { useInboxTexts } from './texts'
import { useMark } from './useMark'
import styles from './inbox.module.css'

interface InboxListProps {
  box: InboxBox
  kind: NoticeKind | null
  onLeave?: () => void
}

/** A box of the inbox, with what is about one record together. */
export function InboxList({ box, kind, onLeave }: InboxListProps) {
  const { t: tApp } = useTranslation()
  const found = useInfiniteQuery(inboxQuery(box, kind))
  if (found.isPending)
    return <Skeleton active avatar paragraph={{ rows: 4 }} className={styles['empty'] ?? ''} />
  if (found.error) return <Alert type="warning" showIcon title={errorText(found.error)} />
  const groups = groupByRecord(found.data.pages.flatMap(({ items }) => items))
  if (groups.length === 0) return <NothingThere box={box} />
  return (
    <>
      {groups.map((group) => (
        <RecordGroup key={group.key} group={group} onLeave={onLeave} />
      ))}
      {found.hasNextPage && (
        <Button
          block
          type="text"
          onClick={() => void found.fetchNextPage()}
          loading={found.isFetchingNextPage}
        >
          {tApp('list.more')}
        </Button>
      )}
    </>
  )
}

function RecordGroup({ group, onLeave }: { group: Group; onLeave: (() => void) | undefined }) {
  const labelOf = useLabel()
  const entity = useEntity(group.entity ?? undefined)
  const mark = useMark()
  return (
    <section className={styles['group']}>
      {group.record && group.entity && (
        <Link to={recordPath(group.entity, group.record.id)} className={styles['record']} onClick={onLeave}>
          {entity && <span className={styles['quiet']}>{labelOf(entity)}</span>} {group.record.label}
        </Link>
      )}
      <ul className={styles['items']}>
        {group.items.map((item) => (
          <InboxItem key={item.id} item={item} onMark={mark} onLeave={onLeave} />
        ))}
      </ul>
    </section>
  )
}

function NothingThere({ box }: { box: InboxBox }) {
  const t = useInboxTexts()
  return (
    <Empty
      className={styles['empty'] ?? ''}
      image={<InboxOutlined className={styles['picture'] ?? ''} />}
      description={
        <>
          <strong>{t(`empty_${box}`)}</strong>
          {box === 'inbox' && <p className={styles['quiet']}>{t('empty_inbox_hint')}</p>}
        </>
      }
    />
  )
}
