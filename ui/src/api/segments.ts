import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { CountKind, Label } from './values'
import type { AudienceSent } from './views'
import type { Audience } from './viewDocuments'

/** A named set of records: by its condition, or the list that met it when it was saved. */
export interface Segment {
  id: string
  key: string
  entity: string
  name: string
  kind: 'dynamic' | 'static'
  filter: string | null
  /** What a filter says to ask for it. */
  condition: string
  frozen_at: string | null
  owner: Label
  is_own: boolean
  can_edit: boolean
  version: number
  audience?: Audience
  count?: number | null
  count_kind?: CountKind | null
}
export interface SegmentSent {
  entity?: string
  name?: string
  kind?: 'dynamic' | 'static'
  filter?: string
  audience?: AudienceSent
}

export const segmentKey = (entity: string) => ['segments', entity] as const

export function segmentsQuery(entity: string) {
  return queryOptions({
    queryKey: segmentKey(entity),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: Segment[] }>('/segments', { query: { entity }, signal })).items,
    staleTime: 30_000,
  })
}

export function segmentQuery({ entity, id }: Pick<Segment, 'entity' | 'id'>) {
  return queryOptions({
    queryKey: [...segmentKey(entity), id],
    queryFn: ({ signal }) => api.get<Segment>(`/segments/${id}`, { signal }),
  })
}

export const createSegment = (sent: SegmentSent) => api.post<Segment>('/segments', sent)
export const changeSegment = ({ id, version }: Segment, sent: SegmentSent) =>
  api.patch<Segment>(`/segments/${id}`, sent, { headers: { 'If-Match': `"${version}"` } })
export const deleteSegment = ({ id }: Segment) => api.delete(`/segments/${id}`)
