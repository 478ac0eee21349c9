import { api, call, type QueryValue } from './client'
import type { Issue } from './problem'
import type { Label, Page, RecordDocument } from './values'

export interface ListRequest {
  filter?: string | undefined
  view?: string | undefined
  q?: string | undefined
  sort?: string | undefined
  fields?: string | undefined
  limit?: number | undefined
  cursor?: string | undefined
  offset?: number | undefined
  count?: 'exact' | 'estimate' | 'none' | undefined
  deleted?: boolean | undefined
  /** Each row then says what may be changed of it, as `_can`. */
  can?: boolean | undefined
}

export type Values = Record<string, unknown>

const path = (entity: string, id?: string) =>
  `/records/${encodeURIComponent(entity)}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`

const ifMatch = (version: string | number | undefined): Record<string, string> =>
  version === undefined ? {} : { 'If-Match': `"${version}"` }

export function listRecords(entity: string, request: ListRequest, signal?: AbortSignal): Promise<Page> {
  const query = request as Record<string, QueryValue>
  return api.get<Page>(path(entity), { query, ...(signal ? { signal } : {}) })
}

export function getRecord(entity: string, id: string, signal?: AbortSignal): Promise<RecordDocument> {
  return api.get<RecordDocument>(path(entity, id), signal ? { signal } : {})
}

export function createRecord(entity: string, values: Values): Promise<RecordDocument> {
  return api.post<RecordDocument>(path(entity), values)
}

export function updateRecord(
  entity: string,
  id: string,
  values: Values,
  version: string | number | undefined,
): Promise<RecordDocument> {
  return api.patch<RecordDocument>(path(entity, id), values, { headers: ifMatch(version) })
}

export function deleteRecord(entity: string, id: string): Promise<{ deletion_id: string; deleted: number }> {
  return api.delete(path(entity, id))
}

export function restoreRecord(entity: string, id: string): Promise<RecordDocument> {
  return api.post<RecordDocument>(`${path(entity, id)}/restore`)
}

export interface BulkRequest {
  atomic?: boolean
  create?: Values[]
  update?: Values[]
  delete?: string[]
}
export interface BulkAnswer {
  created: string[]
  updated: string[]
  deleted: string[]
  errors: { operation: string; index: number; issues: { message: string; hint?: string; path?: string }[] }[]
}

export function bulkRecords(entity: string, request: BulkRequest): Promise<BulkAnswer> {
  return api.post<BulkAnswer>(`${path(entity)}/bulk`, request)
}

export interface AggregateRequest {
  group_by?: string[]
  measures: { function: string; field?: string; as: string }[]
  view?: string
  filter?: string
  q?: string
  sort?: string
  limit?: number
}
export interface AggregateAnswer {
  rows: Record<string, unknown>[]
  total: Record<string, unknown>
}

export function aggregateRecords(
  entity: string,
  request: AggregateRequest,
  signal?: AbortSignal,
): Promise<AggregateAnswer> {
  return api.post<AggregateAnswer>(`${path(entity)}/aggregate`, request, signal ? { signal } : {})
}

/** A record to choose; `detail` tells it apart from others of the same label. */
export interface Option extends Label {
  detail?: string
}

/** What a reference field offers while somebody types. */
export async function listOptions(
  entity: string,
  query: { q?: string; filter?: string; for?: string },
  signal?: AbortSignal,
): Promise<Option[]> {
  const answer = await api.get<{ items: Option[] }>(`${path(entity)}/options`, {
    query,
    ...(signal ? { signal } : {}),
  })
  return answer.items
}

export interface HistoryChange {
  /** `name`; of a line item `lines/71/quantity`, and `lines/71` for the line as a whole. */
  field: string
  label?: string
  line?: 'created' | 'updated' | 'moved' | 'deleted'
  from: unknown
  to: unknown
}
export interface HistoryEntry {
  id: string
  at: string
  actor: Label | null
  action: string
  source?: string | null
  changes: HistoryChange[]
}

export function listHistory(entity: string, id: string, cursor: string | null, signal?: AbortSignal) {
  return api.get<{ items: HistoryEntry[]; next: string | null }>(`${path(entity, id)}/history`, {
    query: { cursor },
    ...(signal ? { signal } : {}),
  })
}

/** What holds for a field with a condition now. */
export interface FieldState {
  visible: boolean
  required: boolean
  read_only: boolean
}

/** A record that may be the same as the one being typed. */
export interface DuplicateFound {
  id: string
  label: string
  rule: string
  action: 'warn' | 'block'
}

export interface PreviewAnswer {
  values?: Values
  fields?: Record<string, FieldState>
  issues?: Issue[]
  duplicates?: DuplicateFound[]
}

export async function previewRecord(
  entity: string,
  body: { id?: string; values: Values },
  signal?: AbortSignal,
): Promise<PreviewAnswer> {
  const { data } = await call<PreviewAnswer>('POST', `${path(entity)}/preview`, {
    body,
    ...(signal ? { signal } : {}),
  })
  return data
}

export interface DefaultsQuestion {
  /** A record as it stands in a form, and as it stood before. */
  values: Values
  before?: Values
}

const MOST_ROWS = 1000

/** Of each record the fields that become something else because other records are chosen in it. */
export async function askDefaults(entity: string, rows: DefaultsQuestion[]): Promise<Values[]> {
  const { rows: filled } = await api.post<{ rows: Values[] }>(`${path(entity)}/defaults`, {
    rows: rows.slice(0, MOST_ROWS),
  })
  return filled
}

export function searchRecords(
  q: string,
  signal?: AbortSignal,
): Promise<{ items: (Label & { entity: string })[] }> {
  return api.get('/search', { query: { q }, ...(signal ? { signal } : {}) })
}
