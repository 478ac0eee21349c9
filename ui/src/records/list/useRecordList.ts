import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CountKind, Entity, RecordDocument, ViewDocument } from '../../api/types'
import { listQuery } from '../queries'
import { ALL_RECORDS } from './views'
import type { Column } from './columns'
import { writeSort, type ListState } from './urlState'

export interface RecordList {
  rows: RecordDocument[]
  count: number | null
  countKind: CountKind | null
  isLoading: boolean
  /** The rows belong to the question before; the answer to the present one is under way. */
  isStale: boolean
  isFetchingMore: boolean
  hasMore: boolean
  fetchMore: () => void
  error: Error | null
  retry: () => void
}

/** The rows of a list: fields of its columns only, page after page by cursor. */
export function useRecordList(
  entity: Entity,
  view: ViewDocument | undefined,
  state: ListState,
  columns: Column[],
  narrowing: string | undefined,
): RecordList {
  const request = useMemo(
    () => ({
      view: view && view.key !== ALL_RECORDS && !state.isBin ? view.key : undefined,
      filter: narrowing ?? (state.filter || undefined),
      q: state.q || undefined,
      sort: writeSort(state.sort) || undefined,
      fields: fieldPaths(entity, columns).join(','),
      deleted: state.isBin || undefined,
    }),
    [entity, view, state.filter, state.q, state.sort, state.isBin, columns, narrowing],
  )
  const query = useInfiniteQuery({ ...listQuery(entity.key, request), placeholderData: keepPreviousData })
  const pages = query.data?.pages
  const rows = useMemo(() => pages?.flatMap(({ items }) => items) ?? [], [pages])

  return {
    rows,
    count: pages?.[0]?.count ?? null,
    countKind: pages?.[0]?.count_kind ?? null,
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    isFetchingMore: query.isFetchingNextPage,
    hasMore: query.hasNextPage && !query.isPlaceholderData,
    fetchMore: () => void query.fetchNextPage(),
    error: query.error,
    retry: () => void query.refetch(),
  }
}

function fieldPaths(entity: Entity, columns: Column[]): string[] {
  const title = entity.title_field ? [entity.title_field] : []
  return [...new Set([...title, ...columns.map(({ path }) => path)])]
}
