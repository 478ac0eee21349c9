import { api } from './client'
import type { Label } from './values'

export interface Delegation {
  id: string
  /** Whether the viewer may end it. */
  can_end: boolean
  user: Label
  stand_in: Label
  starts_at: string
  ends_at: string
  workflows: string[]
  /** Whether what waited already when it began goes along. */
  includes_open: boolean
}

export function listDelegations(signal?: AbortSignal): Promise<{ items: Delegation[] }> {
  return api.get<{ items: Delegation[] }>('/approvals/delegations', signal ? { signal } : {})
}

export function delegate(body: {
  /** Somebody else than oneself; for administrators. */
  user?: string
  stand_in: string
  starts_at: string
  ends_at: string
  workflows: string[]
  includes_open: boolean
}): Promise<{ id: string }> {
  return api.post<{ id: string }>('/approvals/delegations', body)
}

export function endDelegation(id: string): Promise<null> {
  return api.delete<null>(`/approvals/delegations/${encodeURIComponent(id)}`)
}
