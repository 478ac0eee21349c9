import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Entity } from '../../api/types'
import type { CountKind, RecordDocument } from '../../api/values'
import { bothOf } from '../filter/text'
import { listQuery } from '../queries'
import type { Question } from './question'

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

interface Reading {
  /** A further condition of this screen alone. */
  narrowing?: string | undefined
  isEnabled: boolean
  pageSize?: number | undefined
}

/** The rows of a list: fields of its columns only, page after page by cursor. */
export function useRecordList(
  entity: Entity,
  question: Question,
  { narrowing, isEnabled, pageSize }: Reading,
): RecordList {
  const request = useMemo(
    () => ({
      ...question,
      filter: bothOf(question.filter, narrowing) || undefined,
      ...(pageSize ? { limit: pageSize } : {}),
    }),
    [question, narrowing, pageSize],
  )
  const query = useInfiniteQuery({
    ...listQuery(entity.key, request),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
  })
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
