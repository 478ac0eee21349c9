import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { SavedView, ViewDocument, ViewParts } from './viewDocuments'
import type { Translated } from './values'

export interface AudienceSent {
  everyone: boolean
  users: string[]
  units: string[]
  roles: string[]
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
