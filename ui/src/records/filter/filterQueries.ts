import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api } from '../../api/client'
import { useSchema } from '../../schema/useSchema'
import { emptyFilter, type Group } from './tree'
import { fromWireGroup, toWire, type WireClause } from './wire'

export interface FilterIssue {
  message: string
  hint?: string | null
}
interface Answer {
  text: string
  clauses: (WireClause & { type: 'group' }) | null
  issues: FilterIssue[]
}
/** A filter seen both ways. Without a tree the text cannot be read at all. */
export interface FilterViews {
  text: string
  tree: Group | null
  issues: FilterIssue[]
}

const views = ({ text, clauses, issues }: Answer): FilterViews => ({
  text,
  tree: clauses && fromWireGroup(clauses),
  issues,
})

export function filterQuery(entity: string, version: string | number, text: string) {
  return queryOptions({
    queryKey: ['filter', entity, version, text],
    queryFn: async ({ signal }) =>
      views(await api.post<Answer>('/rules/clauses', { entity, text }, { signal })),
    staleTime: Infinity,
  })
}

/** The clauses of a filter text, read by the server once; undefined while that is under way. */
export function useFilterTree(entity: string, text: string): FilterViews | undefined {
  const { version } = useSchema()
  const isEmpty = text.trim() === ''
  const { data } = useQuery({
    ...filterQuery(entity, version, text),
    enabled: !isEmpty,
    placeholderData: keepPreviousData,
  })
  return isEmpty ? { text: '', tree: emptyFilter(), issues: [] } : data
}

/** Turns what was clicked together into text; the answer is known from then on. */
export function useFilterWriter(entity: string): (tree: Group) => Promise<FilterViews> {
  const { version } = useSchema()
  const client = useQueryClient()
  return useCallback(
    async (tree) => {
      const clauses = toWire(tree)
      if (!clauses) return { text: '', tree: emptyFilter(), issues: [] }
      const written = views(await api.post<Answer>('/rules/clauses', { entity, clauses }))
      client.setQueryData(filterQuery(entity, version, written.text).queryKey, written)
      return written
    },
    [client, entity, version],
  )
}
