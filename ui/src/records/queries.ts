import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  aggregateRecords,
  getRecord,
  listHistory,
  listRecords,
  type AggregateRequest,
  type ListRequest,
} from '../api/records'

/** Every query about records starts with `['records', entity]`, so that one change can refresh them all. */
export const recordKeys = {
  entity: (entity: string) => ['records', entity] as const,
  one: (entity: string, id: string) => ['records', entity, 'one', id] as const,
}

export function recordQuery(entity: string, id: string) {
  return queryOptions({
    queryKey: recordKeys.one(entity, id),
    queryFn: ({ signal }) => getRecord(entity, id, signal),
    retry: false,
  })
}

export const PAGE_SIZE = 50

export function listQuery(entity: string, request: ListRequest) {
  return infiniteQueryOptions({
    queryKey: [...recordKeys.entity(entity), 'list', request],
    queryFn: ({ signal, pageParam }) => {
      const isFirst = pageParam === null
      const page = {
        limit: PAGE_SIZE,
        ...request,
        ...(isFirst ? {} : { cursor: pageParam, count: 'none' as const }),
      }
      return listRecords(entity, page, signal)
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

/** One short page, for related lists and the like. */
export function shortListQuery(entity: string, request: ListRequest) {
  return queryOptions({
    queryKey: [...recordKeys.entity(entity), 'short', request],
    queryFn: ({ signal }) => listRecords(entity, request, signal),
  })
}

export function aggregateQuery(entity: string, request: AggregateRequest) {
  return queryOptions({
    queryKey: [...recordKeys.entity(entity), 'aggregate', request],
    queryFn: ({ signal }) => aggregateRecords(entity, request, signal),
  })
}

export function historyQuery(entity: string, id: string) {
  return infiniteQueryOptions({
    queryKey: [...recordKeys.one(entity, id), 'history'],
    queryFn: ({ signal, pageParam }) => listHistory(entity, id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}
