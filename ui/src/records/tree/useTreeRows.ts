import { useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { printText } from '../filter/text'
import type { Column } from '../list/columns'
import { shortListQuery } from '../queries'
import { useChildCounts } from './useChildCounts'

export interface TreeRow {
  depth: number
  isOpen: boolean
  hasChildren: boolean
}

export interface Tree {
  rows: RecordDocument[]
  rowOf: (id: string) => TreeRow
  toggle: (id: string) => void
}

const CHILDREN_SHOWN = 500
const FEW_ROOTS = 3

/** The rows of a tree, flattened: each opened record is followed by its children, which are read when it opens. */
export function useTreeRows(
  entity: Entity,
  parentField: string | undefined,
  roots: RecordDocument[],
  columns: Column[],
): Tree {
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const opened = parentField ? (chosen ?? openAtFirst(roots)) : []
  const fields = [...new Set([entity.title_field ?? 'id', ...columns.map(({ path }) => path)])].join(',')
  const children = useQueries({
    queries: opened.map((id) =>
      shortListQuery(entity.key, {
        filter: `${parentField} = ${printText(id)}`,
        sort: entity.title_field ?? undefined,
        limit: CHILDREN_SHOWN,
        count: 'none',
        fields,
        can: entity.can.edit || undefined,
      }),
    ),
    combine: (answers) => new Map(opened.map((id, at) => [id, answers[at]?.data?.items ?? []])),
  })

  const flat = useMemo(() => flatten(roots, children), [roots, children])
  const counts = useChildCounts(
    entity,
    parentField ?? '',
    parentField ? flat.map(({ record }) => record.id) : [],
  )
  const depths = useMemo(() => new Map(flat.map(({ record, depth }) => [record.id, depth])), [flat])

  return {
    rows: useMemo(() => flat.map(({ record }) => record), [flat]),
    rowOf: (id) => ({
      depth: depths.get(id) ?? 0,
      isOpen: opened.includes(id),
      hasChildren: (counts.get(id) ?? 0) > 0,
    }),
    toggle: (id) => setChosen(opened.includes(id) ? opened.filter((other) => other !== id) : [...opened, id]),
  }
}

/** A tree of few roots says nothing until one looks below them. */
function openAtFirst(roots: RecordDocument[]): string[] {
  return roots.length <= FEW_ROOTS ? roots.map(({ id }) => id) : []
}

interface FlatRow {
  record: RecordDocument
  depth: number
}

function flatten(
  records: RecordDocument[],
  children: ReadonlyMap<string, RecordDocument[]>,
  depth = 0,
): FlatRow[] {
  return records.flatMap((record) => [
    { record, depth },
    ...flatten(children.get(record.id) ?? [], children, depth + 1),
  ])
}
