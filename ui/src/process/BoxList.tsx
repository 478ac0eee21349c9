import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Empty, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Box, CaseEntry } from '../api/approvals'
import { errorText } from '../api/problem'
import { useMayWrite } from '../api/useMayWrite'
import { useLabel } from '../schema/labels'
import { useEntity } from '../schema/useSchema'
import { useFormat } from '../shared/format/useFormat'
import { approvalPath } from '../shared/paths'
import { CasePeek } from './CasePeek'
import { DecisionBar } from './DecisionBar'
import { boxQuery } from './queries'
import { StatusTag } from './StatusTag'
import styles from './process.module.css'

const keyOf = (item: CaseEntry) => `${item.id}:${item.task ?? ''}:${item.at ?? ''}`

/** One box of mine. What waits for me can be chosen and decided together. */
export function BoxList({ box, only }: { box: Box; only: string | null }) {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    boxQuery(box, only),
  )
  if (isPending) return <Skeleton active paragraph={{ rows: 4 }} />
  if (error) return <Alert type="warning" showIcon title={errorText(error)} />
  const items = data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <EmptyBox box={box} only={only} />
  const canChoose = box === 'to_do' && mayWrite
  const toggle = (key: string) => {
    const next = new Set(chosen)
    if (!next.delete(key)) next.add(key)
    setChosen(next)
  }
  return (
    <>
      {canChoose && (
        <DecisionBar
          items={items}
          chosen={items.filter((item) => chosen.has(keyOf(item)))}
          onChoose={(next) => setChosen(new Set(next.map(keyOf)))}
        />
      )}
      <ul className={styles['entries']}>
        {items.map((item) => (
          <Entry
            key={keyOf(item)}
            item={item}
            {...(canChoose ? { isChosen: chosen.has(keyOf(item)), onToggle: () => toggle(keyOf(item)) } : {})}
          />
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

/** Says what comes here, and how. */
function EmptyBox({ box, only }: { box: Box; only: string | null }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const kind = useEntity(only ?? undefined)
  const name = kind ? t('approval.empty_of_kind', { kind: labelOf(kind) }) : t(`approval.empty_${box}`)
  return (
    <Empty description={name}>
      <p className={styles['quiet']}>{t(`approval.empty_${box}_hint`)}</p>
      {kind && (
        <Link to={`?box=${box}`} replace>
          {t('approval.all_kinds')}
        </Link>
      )}
    </Empty>
  )
}

interface EntryProps {
  item: CaseEntry
  isChosen?: boolean
  onToggle?: () => void
}

function Entry({ item, isChosen, onToggle }: EntryProps) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const format = useFormat()
  const entity = useEntity(item.entity ?? undefined)
  const [isOpen, setOpen] = useState(false)
  const title = item.record.label ?? `#${item.record.id}`
  return (
    <li className={styles['entry']}>
      {onToggle && (
        <Checkbox
          checked={isChosen ?? false}
          onChange={onToggle}
          aria-label={t('approval.choose', { name: title })}
        />
      )}
      <div className={styles['main']}>
        <Link to={approvalPath(item.id)} className={styles['title']} dir="auto">
          {title}
        </Link>
        {item.is_change && <Tag className={styles['tag'] ?? ''}>{t('approval.change')}</Tag>}
        <span className={styles['quiet']}>
          {entity && labelOf(entity)} · {labelOf(item, item.workflow)} ·{' '}
          {t('approval.submitted_by', { name: item.submitter?.label ?? '' })}
        </span>
        {item.reason && (
          <q className={styles['reason']} dir="auto">
            {item.reason}
          </q>
        )}
      </div>
      <div className={styles['when']}>
        {item.due_at && (
          <span className={styles['quiet']}>{t('approval.due', { when: format.dateTime(item.due_at) })}</span>
        )}
        <span className={styles['quiet']}>{format.ago(item.at ?? item.changed_at)}</span>
        {/* What waits for me is in progress, of course. */}
        {!onToggle && <StatusTag status={item.status} />}
        <Button
          type="text"
          size="small"
          icon={isOpen ? <UpOutlined /> : <DownOutlined />}
          aria-expanded={isOpen}
          aria-label={t('approval.details_of', { name: title })}
          title={t('approval.details')}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      {isOpen && <CasePeek id={item.id} />}
    </li>
  )
}
