import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { Keyed, Label, Translated, ViewDocument } from './types'

export interface Audience {
  everyone: boolean
  users: Label[]
  units: Label[]
  roles: string[]
}
export interface AudienceSent {
  everyone: boolean
  users: string[]
  units: string[]
  roles: string[]
}
export type Total = 'sum' | 'avg' | 'min' | 'max'

/** What a view arranges. */
export interface ViewParts {
  type?: 'list' | 'tree' | null
  columns?: Keyed<{ width?: number; frozen?: boolean }> | null
  filter?: string | null
  sort?: string | null
  group_by?: string | null
  quick_filters?: string[] | null
  totals?: Record<string, Total> | null
  page_size?: number | null
}
/** A view of one's own, or one that somebody shares. */
export interface SavedView extends ViewParts {
  id: string
  key: string
  entity: string
  name: string
  owner: Label
  is_own: boolean
  can_edit: boolean
  version: number
  issues: { message: string; severity: string }[]
  audience?: Audience
}
export interface ViewSent extends ViewParts {
  entity?: string
  name?: string
  audience?: AudienceSent
}
export interface ViewChoice {
  default: string | null
  pinned: string[]
}

export const viewsKey = (entity: string) => ['views', entity] as const

export function savedViewsQuery(entity: string) {
  return queryOptions({
    queryKey: viewsKey(entity),
    queryFn: ({ signal }) =>
      api.get<{ items: SavedView[]; choice: ViewChoice }>('/views', { query: { entity }, signal }),
    staleTime: 30_000,
  })
}

export const audiencesQuery = queryOptions({
  queryKey: ['audiences'],
  queryFn: async ({ signal }) =>
    (await api.get<{ roles: { key: string; label: Translated }[] }>('/views/audiences', { signal })).roles,
  staleTime: 60_000,
})

export const createView = (sent: ViewSent) => api.post<SavedView>('/views', sent)
export const changeView = ({ id, version }: SavedView, sent: ViewSent) =>
  api.patch<SavedView>(`/views/${id}`, sent, { headers: { 'If-Match': `"${version}"` } })
export const deleteView = ({ id }: SavedView) => api.delete(`/views/${id}`)
export const chooseViews = (entity: string, choice: Partial<ViewChoice>) =>
  api.patch<ViewChoice>('/views/choice', { entity, ...choice })

/** A saved view as lists read views. */
export function asView(saved: SavedView): ViewDocument {
  const { name, issues: _issues, owner: _owner, audience: _audience, ...parts } = saved
  return { ...parts, label: { en: name, 'zh-hans': name }, saved }
}

/** The fields that a view of type `calendar` reads, by key. */
export interface CalendarFields {
  starts?: string | null
  ends?: string | null
  /** Whole minutes, in place of an end. */
  minutes?: string | null
  /** The option that colours. */
  color?: string | null
}
