import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Entity, Field } from '../../api/types'
import type { Label } from '../../api/values'
import { asText } from '../../fields/parts/asText'
import { printText } from '../filter/text'
import { aggregateQuery } from '../queries'
import type { Column } from './columns'
import type { Question } from './question'
import { measuresOf, whichRecords } from './totals'

export const MOST_GROUPS = 200

/** The records that share a value. */
export interface RecordGroup {
  key: string
  value: unknown
  count: number
  /** The condition that its records meet. */
  filter: string
  totals: Record<string, unknown>
}

/** The groups of a list with their sizes, in the order of their options, else of their size. */
export function useGroups(entity: Entity, question: Question, columns: Column[], path: string, field: Field) {
  const measures = [{ function: 'count', as: 'n' }, ...measuresOf(columns)]
  const request = {
    group_by: [path],
    measures,
    sort: '-n',
    limit: MOST_GROUPS,
    ...whichRecords(question),
  }
  const query = useQuery({ ...aggregateQuery(entity.key, request), placeholderData: keepPreviousData })
  const groups = useMemo(
    () =>
      query.data
        ? inOrder(
            query.data.rows.map((row) => groupOf(row, path)),
            field,
          )
        : [],
    [query.data, path, field],
  )
  return { groups, isLoading: query.isPending, error: query.error, retry: () => void query.refetch() }
}

function groupOf(row: Record<string, unknown>, path: string): RecordGroup {
  const { n, ...rest } = row
  const value = rest[path]
  const key = keyOf(value)
  return { key, value, count: Number(n), filter: conditionOf(path, value), totals: rest }
}

function isReference(value: unknown): value is Label {
  return typeof value === 'object' && value !== null && 'id' in value
}

function keyOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return isReference(value) ? value.id : JSON.stringify(value)
}

/** `status = "new"`, `owner = "7"`, `due_on = "2026-01-31"`, `region is blank`. */
export function conditionOf(path: string, value: unknown): string {
  if (value === null || value === undefined) return `${path} is blank`
  if (typeof value === 'boolean') return `${path} = ${value}`
  if (isReference(value)) return `${path} = ${printText(value.id)}`
  return `${path} = ${printText(asText(value))}`
}

function inOrder(groups: RecordGroup[], field: Field): RecordGroup[] {
  const rank = ({ value }: RecordGroup) => field.options?.[asText(value)]?.order ?? Infinity
  return field.options ? [...groups].sort((a, b) => rank(a) - rank(b)) : groups
}
