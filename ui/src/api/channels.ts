import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { NoticeKind } from './inbox'
import type { Label, Translated } from './values'

export const MODES = ['now', 'digest', 'off'] as const
export type Mode = (typeof MODES)[number]

export interface QuietHours {
  starts: string | null
  ends: string | null
  days: number[]
  digest_at: string | null
}

export interface Preferences {
  kinds: { key: NoticeKind; label: string }[]
  channels: { key: string; label: Translated }[]
  modes: Record<string, Record<string, Mode>>
  quiet: QuietHours
}

export interface PreferencesChange {
  modes?: Record<string, Record<string, Mode | null>>
  quiet?: Partial<QuietHours>
}

export type ChannelOptions = Record<string, string | number | boolean | undefined>

export interface Channel {
  key: string
  kind: string
  label: Translated
  options: ChannelOptions
  has_secret: boolean
  default_kinds: NoticeKind[]
  enabled: boolean
  version: number
}

export interface ChannelKind {
  key: string
  label: string
  secret_label: string
  /** The JSON Schema of its options. */
  options: { properties?: Record<string, { type?: string }>; required?: string[] }
}

export interface ChannelChange {
  key?: string
  kind?: string
  label?: Translated
  options?: ChannelOptions
  secret?: string | null
  default_kinds?: NoticeKind[]
  enabled?: boolean
}

export interface DeadDelivery {
  id: string
  channel: string
  kind: NoticeKind
  recipient: Label
  error: string
  attempts: number
  at: string
}

export const MAIL_STATES = ['waiting', 'sent', 'dead'] as const
export type MailState = (typeof MAIL_STATES)[number]

/** A mail that a rule sends to an address outside. */
export interface OutsideMail {
  id: string
  to: string
  template: string
  subject: string
  entity: string | null
  record: { id: string; label: string | null }
  state: MailState
  attempts: number
  error: string
  created_at: string
  due_at: string | null
  ended_at: string | null
}

const onePath = (key: string) => `/channels/${encodeURIComponent(key)}`

export function readPreferences(signal?: AbortSignal): Promise<Preferences> {
  return api.get<Preferences>('/inbox/preferences', signal ? { signal } : {})
}

export const preferencesQuery = queryOptions({
  queryKey: ['inbox', 'preferences'],
  queryFn: ({ signal }) => readPreferences(signal),
})

export function savePreferences(change: PreferencesChange): Promise<Preferences> {
  return api.patch<Preferences>('/inbox/preferences', change)
}

export function listChannels(signal?: AbortSignal): Promise<{ items: Channel[]; kinds: ChannelKind[] }> {
  return api.get<{ items: Channel[]; kinds: ChannelKind[] }>('/channels', signal ? { signal } : {})
}

export function addChannel(channel: ChannelChange): Promise<Channel> {
  return api.post<Channel>('/channels', channel)
}

export function changeChannel(key: string, change: ChannelChange): Promise<Channel> {
  return api.patch<Channel>(onePath(key), change)
}

export function removeChannel(key: string): Promise<null> {
  return api.delete<null>(onePath(key))
}

export function testChannel(key: string): Promise<{ to: string }> {
  return api.post<{ to: string }>(`${onePath(key)}/test`)
}

export function listDead(signal?: AbortSignal): Promise<{ items: DeadDelivery[]; next: string | null }> {
  const path = '/channels/deliveries'
  return api.get<{ items: DeadDelivery[]; next: string | null }>(path, signal ? { signal } : {})
}

export function retryDelivery(id: string): Promise<null> {
  return api.post<null>(`/channels/deliveries/${encodeURIComponent(id)}/retry`)
}

export function listOutside(state: MailState | null, cursor: string | null, signal?: AbortSignal) {
  return api.get<{ items: OutsideMail[]; next: string | null }>('/channels/outside', {
    query: { state, cursor },
    ...(signal ? { signal } : {}),
  })
}

export function retryOutside(id: string): Promise<null> {
  return api.post<null>(`/channels/outside/${encodeURIComponent(id)}/retry`)
}
