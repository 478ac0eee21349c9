import { api } from './client'
import type { Label } from './values'

export interface ConversationEntry {
  peer: Label
  unread: number
  text: string
  at: string
  is_own: boolean
}

export interface Message {
  id: string
  is_own: boolean
  text: string
  at: string
}

export interface ConversationPage {
  items: ConversationEntry[]
  next: string | null
}

export interface MessagePage {
  peer: Label
  items: Message[]
  next: string | null
}

const peerPath = (peer: string) => `/messages/${encodeURIComponent(peer)}`

export function listConversations(cursor: string | null, signal?: AbortSignal): Promise<ConversationPage> {
  return api.get<ConversationPage>('/messages', { query: { cursor }, ...(signal ? { signal } : {}) })
}

export function readConversation(
  peer: string,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<MessagePage> {
  return api.get<MessagePage>(peerPath(peer), { query: { cursor }, ...(signal ? { signal } : {}) })
}

export function markConversationRead(peer: string): Promise<null> {
  return api.post<null>(peerPath(peer))
}

export function sendMessage(to: string[], text: string): Promise<{ ids: string[] }> {
  return api.post<{ ids: string[] }>('/messages', { to, text })
}
