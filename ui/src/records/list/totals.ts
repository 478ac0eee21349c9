import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Entity } from '../../api/types'
import { aggregateQuery } from '../queries'
import type { Column } from './columns'
import type { Question } from './question'

/** The part of a question that says which records. */
export const whichRecords = ({ view, filter, q }: Question) => ({
  ...(view ? { view } : {}),
  ...(filter ? { filter } : {}),
  ...(q ? { q } : {}),
})

/** The measures of the columns that have a total, named by their position. */
export function measuresOf(columns: Column[]) {
  return columns.flatMap(({ path, total }, position) =>
    total ? [{ function: total, field: path, as: `c${position}` }] : [],
  )
}

/** Totals over all records of the list, not only those on the screen; by position of the column. */
export function useTotals(entity: Entity, question: Question, columns: Column[]) {
  const measures = measuresOf(columns)
  const { data, isPlaceholderData } = useQuery({
    ...aggregateQuery(entity.key, { measures, ...whichRecords(question) }),
    enabled: measures.length > 0 && !question.deleted,
    placeholderData: keepPreviousData,
  })
  return { values: data?.total, isStale: isPlaceholderData }
}
