import { SwapOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Alert, Badge, Button, Empty, Skeleton, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { BOXES, type Box, type CaseEntry } from '../api/approvals'
import { errorText } from '../api/problem'
import { useLabel } from '../schema/labels'
import { useEntity } from '../schema/useSchema'
import { useDocumentTitle } from '../shared/documentTitle'
import { useFormat } from '../shared/format/useFormat'
import { approvalPath } from '../shared/paths'
import { DelegationDrawer } from './DelegationDrawer'
import { boxQuery, toDoQuery } from './queries'
import { StatusTag } from './StatusTag'
import styles from './process.module.css'

/** My approvals: what waits for me, what I started, was copied, decided. */
export function ApprovalsPage() {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const [isDelegating, setDelegating] = useState(false)
  const { data: waiting } = useQuery(toDoQuery)
  useDocumentTitle(t('approval.title'))
  const asked = search.get('box')
  const box = BOXES.find((each) => each === asked) ?? 'to_do'

  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('approval.title')}</h1>
        <span className={styles['spacer']} />
        <Button icon={<SwapOutlined />} onClick={() => setDelegating(true)}>
          {t('approval.delegations')}
        </Button>
      </header>
      <Tabs
        activeKey={box}
        onChange={(key) => setSearch({ box: key }, { replace: true })}
        items={BOXES.map((key) => ({
          key,
          label: (
            <Badge count={key === 'to_do' ? (waiting ?? 0) : 0} size="small" offset={[10, 0]}>
              {t(`approval.box_${key}`)}
            </Badge>
          ),
          children: <BoxList box={key} />,
        }))}
      />
      {isDelegating && <DelegationDrawer onClose={() => setDelegating(false)} />}
    </div>
  )
}

function BoxList({ box }: { box: Box }) {
  const { t } = useTranslation()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    boxQuery(box),
  )
  if (isPending) return <Skeleton active paragraph={{ rows: 4 }} />
  if (error) return <Alert type="warning" showIcon title={errorText(error)} />
  const items = data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <Empty description={t(`approval.empty_${box}`)} />
  return (
    <>
      <ul className={styles['entries']}>
        {items.map((item) => (
          <Entry key={`${item.id}:${item.task ?? ''}:${item.at ?? ''}`} item={item} />
        ))}
      </ul>
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          {t('list.more')}
        </Button>
      )}
    </>
  )
}

function Entry({ item }: { item: CaseEntry }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const format = useFormat()
  const entity = useEntity(item.entity ?? undefined)
  return (
    <li className={styles['entry']}>
      <div className={styles['main']}>
        <Link to={approvalPath(item.id)} className={styles['title']} dir="auto">
          {item.record.label ?? `#${item.record.id}`}
        </Link>
        <span className={styles['quiet']}>
          {entity && labelOf(entity)} · {labelOf(item, item.workflow)} ·{' '}
          {t('approval.submitted_by', { name: item.submitter?.label ?? '' })}
        </span>
      </div>
      {item.due_at && (
        <span className={styles['quiet']}>{t('approval.due', { when: format.dateTime(item.due_at) })}</span>
      )}
      <span className={styles['quiet']}>{format.ago(item.at ?? item.changed_at)}</span>
      <StatusTag status={item.status} />
    </li>
  )
}
