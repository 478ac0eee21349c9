import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { Entity, Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { bothOf } from '../filter/text'
import { shortListQuery } from '../queries'
import type { Column } from './columns'
import { useGroups, type RecordGroup } from './groups'
import type { Question } from './question'

/** What a grouped list draws, one below the other. */
export type GroupedItem =
  | { type: 'group'; group: RecordGroup; isOpen: boolean }
  | { type: 'record'; record: RecordDocument }
  | { type: 'more'; group: RecordGroup; left: number }
  | { type: 'loading'; group: RecordGroup }

const FIRST_ROWS = 20
const MORE_ROWS = 100
const MOST_ROWS = 1000
const OPEN_AT_FIRST = 8

/** Groups with the first rows of those that are open; more on demand. */
export function useGroupedRows(
  entity: Entity,
  question: Question,
  columns: Column[],
  path: string,
  field: Field,
) {
  const found = useGroups(entity, question, columns, path, field)
  const [toggled, setToggled] = useState<Record<string, boolean>>({})
  const [wanted, setWanted] = useState<Record<string, number>>({})
  const isOpen = ({ key }: RecordGroup) =>
    toggled[key] ?? found.groups.findIndex((group) => group.key === key) < OPEN_AT_FIRST
  const open = found.groups.filter(isOpen)
  const rowsOf = ({ key }: RecordGroup) => Math.min(wanted[key] ?? FIRST_ROWS, MOST_ROWS)
  const answers = useQueries({
    queries: open.map((group) => ({
      ...shortListQuery(entity.key, {
        ...question,
        filter: bothOf(question.filter, group.filter),
        limit: rowsOf(group),
        count: 'none' as const,
      }),
      placeholderData: (previous: unknown) => previous as never,
    })),
  })
  const items = found.groups.flatMap((group): GroupedItem[] => {
    const at = open.indexOf(group)
    const head: GroupedItem = { type: 'group', group, isOpen: at >= 0 }
    if (at < 0) return [head]
    const records = answers[at]?.data?.items
    if (!records) return [head, { type: 'loading', group }]
    const left = group.count - records.length
    const rows = records.map((record): GroupedItem => ({ type: 'record', record }))
    const canGrow = left > 0 && rowsOf(group) < MOST_ROWS
    return [head, ...rows, ...(canGrow ? [{ type: 'more' as const, group, left }] : [])]
  })
  return {
    ...found,
    items,
    toggle: (group: RecordGroup) => setToggled({ ...toggled, [group.key]: !isOpen(group) }),
    showMore: (group: RecordGroup) => setWanted({ ...wanted, [group.key]: rowsOf(group) + MORE_ROWS }),
  }
}
