import type { ChannelOptions } from './channels'
import { api } from './client'
import type { Translated } from './values'

/** A mail box that is looked into; `error` says since `failing_since` why it cannot be. */
export interface MailBox {
  key: string
  label: Translated
  options: ChannelOptions
  has_secret: boolean
  enabled: boolean
  version: number
  looked_at: string | null
  failing_since: string | null
  error: string
}

export interface MailBoxChange {
  key?: string
  label?: Translated
  options?: ChannelOptions
  secret?: string | null
  enabled?: boolean
}

export type ReceivedState =
  'waiting' | 'handled' | 'refused' | 'ignored' | 'unclaimed' | 'duplicate' | 'failed'

/** A mail that came in, without what it said. */
export interface ReceivedMail {
  id: string
  box: string
  from: string | null
  subject: string
  state: ReceivedState
  words: string
  handler: string | null
  error: string
  at: string
  due_at: string | null
}

const onePath = (key: string) => `/mailboxes/${encodeURIComponent(key)}`

export function listMailBoxes(signal?: AbortSignal): Promise<{ items: MailBox[] }> {
  return api.get<{ items: MailBox[] }>('/mailboxes', signal ? { signal } : {})
}

export function addMailBox(box: MailBoxChange): Promise<MailBox> {
  return api.post<MailBox>('/mailboxes', box)
}

export function changeMailBox(key: string, change: MailBoxChange): Promise<MailBox> {
  return api.patch<MailBox>(onePath(key), change)
}

export function removeMailBox(key: string): Promise<null> {
  return api.delete<null>(onePath(key))
}

export function testMailBox(key: string): Promise<{ messages: number }> {
  return api.post<{ messages: number }>(`${onePath(key)}/test`)
}

export function listReceived(cursor: string | null, signal?: AbortSignal) {
  return api.get<{ items: ReceivedMail[]; next: string | null }>('/mailboxes/received', {
    query: { cursor },
    ...(signal ? { signal } : {}),
  })
}
