import { api } from './client'
import type { Label } from './values'

export const INBOX_BOXES = ['inbox', 'unread', 'snoozed', 'archived'] as const
export type InboxBox = (typeof INBOX_BOXES)[number]
export const NOTICE_KINDS = [
  'approval',
  'reminder',
  'assignment',
  'mention',
  'message',
  'automation',
  'job',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]
export type InboxAction = 'read' | 'unread' | 'archive' | 'restore' | 'snooze' | 'wake'

export interface Notification {
  id: string
  kind: NoticeKind
  title: string
  body: string
  entity: string | null
  record: Label | null
  about: { approval?: string; message?: string; comment?: string; from?: string } & {
    /** Of a reminder: its id, whether it may be put off, or the id of a digest. */
    reminder?: string
    snooze?: boolean
    digest?: string
  }
  actor: Label | null
  at: string
  read_at: string | null
  archived_at: string | null
  snoozed_until: string | null
}

export interface InboxPage {
  items: Notification[]
  next: string | null
  unread: number
}

export interface InboxMark {
  ids?: string[]
  all?: boolean
  up_to?: number
  kind?: NoticeKind
  marked_at?: string
  until?: string
}

export interface InboxMarked {
  count: number
  at: string
  unread: number
}

export function listInbox(
  box: InboxBox,
  kind: NoticeKind | null,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<InboxPage> {
  const query = { box, kind, cursor, limit: 30 }
  return api.get<InboxPage>('/inbox', { query, ...(signal ? { signal } : {}) })
}

export function markInbox(action: InboxAction, mark: InboxMark): Promise<InboxMarked> {
  return api.post<InboxMarked>(`/inbox/${action}`, mark)
}
