import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { Translated } from './values'

export const RUN_STATES = ['waiting', 'failed', 'stopped', 'done', 'cancelled'] as const
export type RunState = (typeof RUN_STATES)[number]

/** Texts of the server in all languages. */
export interface RunError {
  code: string
  message: Translated
  issues?: { code: string; path: string; message: Translated }[]
}

/** One rule at work on one record. */
export interface Run {
  id: string
  rule: string
  entity: string | null
  record: { id: string; label: string | null }
  event: 'created' | 'changed' | 'deleted' | 'restored' | 'every'
  state: RunState
  /** The action that comes next, or failed. */
  position: number
  attempts: number
  wake_at: string | null
  error: RunError | null
  created_at: string
  ended_at: string | null
  correlation: string
}

/** Somebody, a record, an address or a call that a step had to do with. */
export interface RunItem {
  id: string
  /** Null: out of sight. */
  label: string | null
  entity?: string
  /** How a message or a call fares. */
  state?: 'waiting' | 'sent' | 'dead' | null
}

/** What a step did. */
export type RunFact =
  | { what: 'told' | 'changed' | 'created' | 'webhook'; items: RunItem[] }
  | { what: 'mails'; subject: string | null; items: RunItem[] }
  | { what: 'template' | 'mapping' | 'done_before'; label: Translated }
  | { what: 'opted_out'; count: number }
  | { what: 'updated'; entity: string; count: number }
  | { what: 'approval'; id: string }
  | { what: 'action'; label: Translated; result: unknown }
  | { what: 'until'; at: string }
  | { what: 'too_long' }

/** What a step was given: a value with its rule; a record with its title, where it may be seen. */
export interface RunInput {
  rule: string
  value: unknown
  entity?: string
  label?: string | null
}

/** One try of one action. */
export interface RunStep {
  position: number
  action: string
  state: 'done' | 'failed' | 'waiting'
  inputs: RunInput[]
  outcome: RunFact[]
  error: RunError | null
  /** Milliseconds. */
  took: number | null
  at: string
}

export interface RunDetail extends Run {
  source: string
  /** What the rule does, action by action, in words of the rule language. */
  actions: string[]
  steps: RunStep[]
}

export interface RunPage {
  items: Run[]
  next: string | null
  /** How many wait, failed and were stopped; on the first page. */
  counts?: Partial<Record<RunState, number>>
}

export interface RunConditions {
  rule?: string
  state?: string
  entity?: string
  record?: string
  since?: string
  until?: string
}

export const automationKey = ['automation'] as const

export function listRuns(conditions: RunConditions, cursor: string | null, signal?: AbortSignal) {
  return api.get<RunPage>('/automation/runs', {
    query: { ...conditions, cursor },
    ...(signal ? { signal } : {}),
  })
}

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: [...automationKey, 'run', id],
    queryFn: ({ signal }) => api.get<RunDetail>(`/automation/runs/${encodeURIComponent(id)}`, { signal }),
  })

export const retryRun = (id: string) =>
  api.post<RunDetail>(`/automation/runs/${encodeURIComponent(id)}/retry`, {})
export const cancelRun = (id: string) =>
  api.post<RunDetail>(`/automation/runs/${encodeURIComponent(id)}/cancel`, {})

/** A rule that calls a webhook. */
export interface Caller {
  key: string
  label: Translated
  entity: string
  /** Names of events; none: at set times. */
  events: string[]
}

export interface Webhook {
  id: string
  key: string
  label: string
  url: string
  is_active: boolean
  has_secret: boolean
  waiting: number
  dead: number
  rules: Caller[]
}

export interface Webhooks {
  items: Webhook[]
  /** What rules call and nobody set up. */
  missing: { key: string; rules: Caller[] }[]
}

export interface WebhookSent {
  key: string
  label: string
  url: string
  is_active: boolean
  /** Left out: the one that is kept stays; empty: none. */
  secret?: string
}

/** One try of a call. */
export interface DeliveryTry {
  at: string
  /** Null where nobody answered; `answer` then tells what went wrong. */
  status: number | null
  answer: string
  /** Milliseconds. */
  took: number | null
}

export interface WebhookDelivery {
  id: string
  delivery: string
  body: Record<string, unknown>
  state: 'waiting' | 'sent' | 'dead'
  attempts: number
  due_at: string | null
  status: number | null
  answer: string
  tries: DeliveryTry[]
  created_at: string
  ended_at: string | null
}

const webhookPath = (id: string) => `/webhooks/${encodeURIComponent(id)}`

export const webhooksQuery = queryOptions({
  queryKey: [...automationKey, 'webhooks'],
  queryFn: ({ signal }) => api.get<Webhooks>('/webhooks', { signal }),
})

export const addWebhook = (sent: WebhookSent) => api.post<Webhook>('/webhooks', sent)
export const changeWebhook = (id: string, sent: WebhookSent) => api.put<Webhook>(webhookPath(id), sent)
export const removeWebhook = (id: string) => api.delete(webhookPath(id))
export const testWebhook = (id: string) => api.post<WebhookDelivery>(`${webhookPath(id)}/test`, {})

export function listDeliveries(
  id: string,
  state: string | null,
  cursor: string | null,
  signal?: AbortSignal,
) {
  return api.get<{ items: WebhookDelivery[]; next: string | null }>(`${webhookPath(id)}/deliveries`, {
    query: { state, cursor },
    ...(signal ? { signal } : {}),
  })
}

export const sendAgain = (id: string) => api.post(`/webhooks/deliveries/${encodeURIComponent(id)}/again`, {})
