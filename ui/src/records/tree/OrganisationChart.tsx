import { useQueries, useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { isLabel } from '../../fields/parts/references'
import { printText } from '../filter/text'
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

/** The whole tree that a record stands in, opened from the top down to it; everything else opens on a click. */
export function OrganisationChart({ entity, parentField, record }: ChartProps) {
  const { t } = useTranslation()
  const { ancestors, isComplete } = useAncestors(entity, parentField, record)
  if (!isComplete) return <Skeleton active paragraph={{ rows: 4 }} />
  const top = ancestors.at(-1) ?? record
  const path = new Set([...ancestors, record].map(({ id }) => id))
  return (
    <div className={styles['scroll']}>
      <div className={styles['chart']} role="tree" aria-label={t('record.chart')}>
        <Branch entity={entity} parentField={parentField} record={top} currentId={record.id} path={path} />
      </div>
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
  currentId: string
  /** The records from the top to the present one: open at first. */
  path: ReadonlySet<string>
  childCount?: number | undefined
}

function Branch({ entity, parentField, record, currentId, path, childCount }: BranchProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(path.has(record.id))
  const { data, isPending } = useQuery({ ...childrenQuery(entity, parentField, record.id), enabled: isOpen })
  const children = data?.items ?? []
  const counts = useChildCounts(entity, parentField, isOpen ? children.map(({ id }) => id) : [])
  const count = data ? (data.count ?? children.length) : childCount
  const isCurrent = record.id === currentId

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
              currentId={currentId}
              path={path}
              childCount={counts.get(child.id) ?? 0}
            />
          ))}
        </div>
      )}
      {isCurrent && data && children.length === 0 && (
        <p className={styles['none']}>{t('record.nothing_below')}</p>
      )}
      {isOpen && data?.next && (
        <p className={styles['none']}>{t('record.more_below', { count: CHILDREN_SHOWN })}</p>
      )}
    </div>
  )
}

function childrenQuery(entity: Entity, parentField: string, id: string) {
  return shortListQuery(entity.key, {
    filter: `${parentField} = ${printText(id)}`,
    limit: CHILDREN_SHOWN,
    fields: [...new Set([entity.title_field ?? 'id', ...viewPaths(entity, undefined)])].join(','),
  })
}
