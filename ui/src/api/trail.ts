import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { HistoryChange, Values } from './records'
import type { Label } from './values'

/** One entry of the whole audit trail. */
export interface TrailEntry {
  id: string
  at: string
  actor: Label | null
  actor_label: string
  action: string
  source: string
  address: string | null
  agent: string | null
  reason: string | null
  entity: string | null
  record: string | null
  version: number | null
  changes: HistoryChange[]
}

export interface TrailConditions {
  since?: string
  until?: string
  actor?: string
  entity?: string
  record?: string
  field?: string
  action?: string
  source?: string
  address?: string
}

export interface TrailPage {
  items: TrailEntry[]
  next: string | null
}

export function listTrail(conditions: TrailConditions, cursor: string | null, signal?: AbortSignal) {
  return api.get<TrailPage>('/audit', { query: { ...conditions, cursor }, ...(signal ? { signal } : {}) })
}

/** A record as it was at a moment; `changed` names the fields that differ from now. */
export interface Past {
  at: string
  version: number | null
  actor: Label | null
  deleted: boolean
  values: Values
  changed: string[]
}

export function getPast(entity: string, id: string, at: string, signal?: AbortSignal) {
  const path = `/records/${encodeURIComponent(entity)}/${encodeURIComponent(id)}/as-of`
  return api.get<Past>(path, { query: { at }, ...(signal ? { signal } : {}) })
}

/** A CSV file of everything that fits. */
export function exportPath(conditions: TrailConditions): string {
  return `/api/audit/export?${new URLSearchParams({ ...conditions }).toString()}`
}

const personPath = (entity: string, id: string) =>
  `/records/${encodeURIComponent(entity)}/${encodeURIComponent(id)}/personal-data`

/** Everything that is kept of a person, as a file. */
export const personalDataAddress = (entity: string, id: string) => `/api${personPath(entity, id)}`

/** One of the places where something is kept of a person, beside their record. */
export interface PersonalTrace {
  key: string
  label: string
  count: number
}

export interface ErasurePlan {
  fields: string[]
  traces: PersonalTrace[]
  /** Records that name the person; they stay as they are. */
  referring: { entity: string; field: string; ids: string[] }[]
}

export const erasurePlanQuery = (entity: string, id: string) =>
  queryOptions({
    queryKey: ['records', entity, 'one', id, 'erasure'],
    queryFn: ({ signal }) => api.get<ErasurePlan>(`${personPath(entity, id)}/erase`, { signal }),
  })

/** Takes the person's data out of all of these places, and out of the trail; there is no way back. */
export const erasePersonalData = (entity: string, id: string, reason: string) =>
  api.post<{ entries: number; traces: PersonalTrace[] }>(`${personPath(entity, id)}/erase`, { reason })
