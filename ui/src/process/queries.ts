import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { getCase, listBox, listCases, type Box } from '../api/approvals'
import { listDelegations } from '../api/delegations'

/** Every query about approvals starts with this, so that one decision refreshes them all. */
export const approvalsKey = ['approvals'] as const

/** A box of mine; of records of one entity, or of all. */
export function boxQuery(box: Box, entity: string | null = null) {
  return infiniteQueryOptions({
    queryKey: [...approvalsKey, 'box', box, entity],
    queryFn: ({ signal, pageParam }) => listBox(box, entity, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

/** How many wait for me; asked for now and then, since somebody else's decision may be the cause. */
export const toDoQuery = queryOptions({
  queryKey: [...approvalsKey, 'to_do'],
  queryFn: ({ signal }) => listBox('to_do', null, null, signal),
  select: ({ to_do }) => to_do,
  refetchInterval: 60_000,
})

export function caseQuery(id: string) {
  return queryOptions({
    queryKey: [...approvalsKey, 'case', id],
    queryFn: ({ signal }) => getCase(id, signal),
    retry: false,
  })
}

export function recordCasesQuery(entity: string, id: string) {
  return queryOptions({
    queryKey: [...approvalsKey, 'record', entity, id],
    queryFn: ({ signal }) => listCases(entity, id, signal),
  })
}

export const delegationsQuery = queryOptions({
  queryKey: [...approvalsKey, 'delegations'],
  queryFn: ({ signal }) => listDelegations(signal),
})
