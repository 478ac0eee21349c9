import { useQueries, useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity, RecordDocument } from '../../api/types'
import { isLabel } from '../../fields/parts/references'
import { printText } from '../filter/print'
import { viewPaths } from '../list/columns'
import { recordQuery, shortListQuery } from '../queries'
import { ChartCard } from './ChartCard'
import { useChildCounts } from './useChildCounts'
import styles from './chart.module.css'

const CHILDREN_SHOWN = 100

interface ChartProps {
  entity: Entity
  parentField: string
  record: RecordDocument
}

/** Where a record stands: the way up to the top, itself, and everything below it, opened step by step. */
export function OrganisationChart({ entity, parentField, record }: ChartProps) {
  const { t } = useTranslation()
  const { ancestors, isComplete } = useAncestors(entity, parentField, record)
  if (!isComplete) return <Skeleton active paragraph={{ rows: 4 }} />
  const line = [...ancestors].reverse()
  return (
    <div className={styles['chart']} role="tree" aria-label={t('record.chart')}>
      {line.map((ancestor) => (
        <div key={ancestor.id} className={styles['ancestor']}>
          <ChartCard entity={entity} record={ancestor} />
        </div>
      ))}
      <Branch entity={entity} parentField={parentField} record={record} isCurrent isOpenAtFirst />
    </div>
  )
}

const MAX_DEPTH = 20

/** Parent, grandparent, … one after the other; the tree has no cycles, the limit is for safety. */
function useAncestors(entity: Entity, parentField: string, record: RecordDocument) {
  const [chain, setChain] = useState<string[]>([])
  const parentId = isLabel(record[parentField]) ? record[parentField].id : undefined
  const ids = parentId === undefined ? [] : [parentId, ...chain.filter((id) => id !== parentId)]
  const answers = useQueries({ queries: ids.map((id) => recordQuery(entity.key, id)) })
  const last = answers.at(-1)?.data
  const above = last && isLabel(last[parentField]) ? last[parentField].id : undefined
  if (above !== undefined && !ids.includes(above) && ids.length < MAX_DEPTH)
    setChain([...ids.slice(1), above])

  const ancestors = answers.flatMap(({ data }) => (data ? [data] : []))
  return { ancestors, isComplete: answers.every(({ isPending }) => !isPending) }
}

interface BranchProps extends ChartProps {
  isCurrent?: boolean
  isOpenAtFirst?: boolean
  childCount?: number | undefined
}

function Branch({
  entity,
  parentField,
  record,
  isCurrent = false,
  isOpenAtFirst = false,
  childCount,
}: BranchProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const { data, isPending } = useQuery({
    ...shortListQuery(entity.key, {
      filter: `${parentField} = ${printText(record.id)}`,
      limit: CHILDREN_SHOWN,
      fields: [...new Set([entity.title_field ?? 'id', ...viewPaths(entity, undefined)])].join(','),
    }),
    enabled: isOpen,
  })
  const children = data?.items ?? []
  const counts = useChildCounts(entity, parentField, isOpen ? children.map(({ id }) => id) : [])
  const count = data ? (data.count ?? children.length) : childCount

  return (
    <div className={styles['branch']} role="treeitem" aria-selected={isCurrent} aria-expanded={isOpen}>
      <ChartCard entity={entity} record={record} isCurrent={isCurrent} />
      {count !== undefined && count > 0 && (
        <button
          type="button"
          className={styles['toggle']}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? '−' : `+${count}`}
          <span className="visually-hidden">{t('record.below', { count })}</span>
        </button>
      )}
      {isOpen && isPending && <Skeleton.Button active size="small" />}
      {isOpen && children.length > 0 && (
        <div className={styles['children']} role="group">
          {children.map((child) => (
            <Branch
              key={child.id}
              entity={entity}
              parentField={parentField}
              record={child}
              childCount={counts.get(child.id) ?? 0}
            />
          ))}
        </div>
      )}
      {isCurrent && data && children.length === 0 && (
        <p className={styles['none']}>{t('record.nothing_below')}</p>
      )}
      {data?.next && <p className={styles['none']}>{t('record.more_below', { count: CHILDREN_SHOWN })}</p>}
    </div>
  )
}
