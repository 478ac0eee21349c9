import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { Issue } from './problem'
import type { Label } from './values'

/** A reminder rule that somebody wrote for themselves. */
export interface ReminderRule {
  id: string
  rule: string
  /** Null: its records are out of reach. */
  entity: string | null
  name: string
  text: string
  is_active: boolean
  /** Why it no longer runs. */
  paused: string | null
  version: number
  issues: Issue[]
}
export interface ReminderRuleSent {
  entity?: string
  name?: string
  text?: string
  is_active?: boolean
}
export interface ReminderFire {
  at: string
  escalation: boolean
  number: number
}
export interface ReminderPreview {
  now: number
  later: number
  days: { day: string; count: number }[]
  items: { record: Label; at: string; told: number; fires: ReminderFire[]; people: Label[] }[]
  complete: boolean
  capped: boolean
}
export interface ReminderOccurrence {
  id: string
  kind: 'notice' | 'escalation'
  number: number
  due_at: string
  fired_at: string
  people: Label[]
  entity: string | null
  record: Label | null
  ended_at: string | null
  ended_by: 'condition' | 'until' | 'rule' | null
}
export interface ReminderHistory {
  items: ReminderOccurrence[]
  next: string | null
}
export interface PublishedReminder {
  rule: string
  key: string
  entity: string
  label: string
  going_on: number
  told: number
  evaluated_at: string | null
  next_at: string | null
  seconds: number | null
  matching: number | null
  error: string | null
}
export interface ReminderDigest {
  id: string
  items: {
    reminder: string
    rule: string | null
    entity: string
    record: Label
    due_at: string
    escalated: boolean
  }[]
}
/** How far a reminder may be put off; null: not at all. */
export interface Reminder {
  id: string
  snooze: { latest: string; left: number | null; until: string | null } | null
}

export const reminderRulesKey = ['reminders', 'rules'] as const

export const reminderRulesQuery = queryOptions({
  queryKey: reminderRulesKey,
  queryFn: async ({ signal }) =>
    (await api.get<{ items: ReminderRule[] }>('/reminders/rules', { signal })).items,
})

export const publishedRemindersQuery = queryOptions({
  queryKey: ['reminders', 'published'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: PublishedReminder[] }>('/reminders/published', { signal })).items,
})

export function reminderDigestQuery(id: string) {
  return queryOptions({
    queryKey: ['reminders', 'digest', id],
    queryFn: ({ signal }) => api.get<ReminderDigest>(`/reminders/digests/${id}`, { signal }),
  })
}

/** `rule`: the id of a rule of mine, or the key of a published one. */
export function reminderPreviewQuery(entity: string, text: string, rule: string | null) {
  return queryOptions({
    queryKey: ['reminders', 'preview', entity, text, rule],
    queryFn: ({ signal }) =>
      api.post<ReminderPreview>(
        '/reminders/preview',
        { entity, text, ...(rule === null ? {} : { rule }) },
        { signal },
      ),
    staleTime: 30_000,
    retry: false,
  })
}

export const reminderHistory = (of: string, cursor: string | null, signal?: AbortSignal) =>
  api.get<ReminderHistory>(`/reminders/${of}/history`, {
    query: { cursor, limit: 30 },
    ...(signal ? { signal } : {}),
  })

export const createReminderRule = (sent: ReminderRuleSent) => api.post<ReminderRule>('/reminders/rules', sent)
export const changeReminderRule = ({ id, version }: ReminderRule, sent: ReminderRuleSent) =>
  api.patch<ReminderRule>(`/reminders/rules/${id}`, sent, { headers: { 'If-Match': `"${version}"` } })
export const deleteReminderRule = ({ id }: ReminderRule) => api.delete(`/reminders/rules/${id}`)
export const readReminder = (id: string, signal?: AbortSignal) =>
  api.get<Reminder>(`/reminders/${id}`, signal ? { signal } : {})
export const snoozeReminder = (id: string, until: string) =>
  api.post<Reminder>(`/reminders/${id}/snooze`, { until })
