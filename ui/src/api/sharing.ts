import { api } from './client'
import type { Label } from './values'

export type GranteeKind = 'user' | 'unit' | 'role'

export interface Share {
  id: string
  kind: GranteeKind
  to: Label
  edit: boolean
  until: string | null
  reason: string
  created_at: string
  created_by: Label | null
}
export interface ShareSent {
  kind: GranteeKind
  id: string
  edit: boolean
  until?: string
  reason?: string
}
export interface Member {
  id: string
  user: Label
  role: string
  since: string
}
export interface Role {
  key: string
  label: string
}
export interface Way {
  role: Role | null
  kind: string
  text: string
  open: boolean
}
export interface Reasons {
  user: Label
  administrator: boolean
  roles: Role[]
  actions: Record<string, { allowed: boolean; ways: Way[]; needed: { kind: string; text: string }[] }>
  fields: FieldReason[]
}
/** What somebody sees and changes of a field, why not more, and the roles with which it would be. */
export interface FieldReason {
  key: string
  label: string
  see: 'plain' | 'masked' | 'hidden'
  edit: boolean
  kept_back_by: Role[]
  why: { kind: string; text: string }[]
  needed: Role[]
}
/** Somebody who sees a record. */
export interface Viewer {
  user: Label
  edit: boolean
  administrator: boolean
}
interface Items<T> {
  items: T[]
}

const path = (entity: string, id: string, what: string) =>
  `/records/${encodeURIComponent(entity)}/${encodeURIComponent(id)}/${what}`

export const listShares = (entity: string, id: string, signal: AbortSignal) =>
  api.get<Items<Share>>(path(entity, id, 'shares'), { signal })

export const addShare = (entity: string, id: string, share: ShareSent) =>
  api.post<Items<Share>>(path(entity, id, 'shares'), share)

export const removeShare = (entity: string, id: string, share: string) =>
  api.delete<Items<Share>>(path(entity, id, `shares/${share}`))

export const listTeam = (entity: string, id: string, signal: AbortSignal) =>
  api.get<Items<Member>>(path(entity, id, 'team'), { signal })

export const addMember = (entity: string, id: string, user: string, role: string) =>
  api.post<Items<Member>>(path(entity, id, 'team'), { user, role })

export const removeMember = (entity: string, id: string, member: string) =>
  api.delete<Items<Member>>(path(entity, id, `team/${member}`))

/** A page looks at a hundred people, so it may be short and still have a next one. */
export const listViewers = (entity: string, id: string, cursor: string | null, signal: AbortSignal) =>
  api.get<Items<Viewer> & { next: string | null }>(path(entity, id, 'viewers'), { query: { cursor }, signal })

/** Without a user: one's own rights. */
export const getReasons = (entity: string, id: string, user: string | undefined, signal: AbortSignal) =>
  api.get<Reasons>(path(entity, id, 'access'), { query: { user }, signal })
