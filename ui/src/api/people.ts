import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { Issue } from './problem'
import type { Label } from './values'

/** What somebody holds: records of an entity, `teams`, or `approvals` that they are asked for. */
export interface Holding {
  entity: string
  field: string
  count: number
}

export interface Job {
  id: string
  label: string
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | (string & {})
  done: number
  total: number | null
  result: Record<string, unknown> | null
  issues: Issue[]
  files: string[]
  finished_at: string | null
}

export interface Touched {
  user: Label
  entities: string[]
}

/** What a move of a unit would mean. */
export interface UnitMove {
  unit: Label
  from: Label | null
  to: Label | null
  kind: string | null
  units: number
  people: number
  gained: Touched[]
  gained_count: number
  lost: Touched[]
  lost_count: number
  shares_gained: number
  shares_lost: number
  /** Names these consequences; the move is confirmed with it. */
  plan: string
}

export interface HandOver {
  to: string
  entities: string[]
  deactivate: boolean
}

export const holdingsQuery = (user: string) =>
  queryOptions({
    queryKey: ['people', 'holdings', user],
    queryFn: ({ signal }) => api.get<{ items: Holding[] }>(`/users/${user}/holdings`, { signal }),
    select: ({ items }) => items,
    staleTime: 0,
  })

export const handOver = (user: string, wish: HandOver) => api.post<Job>(`/users/${user}/hand-over`, wish)

const POLL_MS = 700

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['jobs', id],
    queryFn: ({ signal }) => api.get<Job>(`/jobs/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.finished_at ? false : POLL_MS),
  })

/** Where a unit stands (null: at the top), and as what. */
export interface UnitPlace {
  to: string | null
  kind: string | null
}

export const unitMoveQuery = (unit: string, { to, kind }: UnitPlace) =>
  queryOptions({
    queryKey: ['people', 'move', unit, to, kind],
    queryFn: ({ signal }) => api.get<UnitMove>(`/units/${unit}/move`, { query: { to, kind }, signal }),
    staleTime: 0,
    retry: false,
  })

export const moveUnit = (unit: string, place: UnitPlace, plan: string) =>
  api.post(`/units/${unit}/move`, { ...place, plan })

export const invite = (user: string) =>
  api.post<{ token: string; expires_at: string }>(`/auth/users/${user}/invitation`)

export interface Invited {
  username: string
  name: string
}

export const readInvitation = (token: string) => api.post<Invited>('/auth/invitation', { token })

export const acceptInvitation = (token: string, password: string) =>
  api.post<Invited>('/auth/invitation', { token, new: password })

/** Takes the lost device of a user away. */
export const resetSecondFactor = (user: string) => api.delete(`/auth/users/${user}/second-factor`)
