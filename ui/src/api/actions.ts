/** What can be done with a record beside saving it: moving along its stages, converting, submitting. */
import { api, call } from './client'
import type { Issue } from './problem'
import type { Label, RecordDocument, Translated } from './values'

export interface ActionOffer {
  key: string
  label: Translated
  ready: boolean
  issues: Issue[]
  details: Record<string, unknown>
}

export type StageKind = 'open' | 'won' | 'lost' | 'closed'

/** A sentence in all languages: what a stage says stays true when the language changes. */
export interface Said {
  code: string
  message: Translated
  hint: Translated | null
}

export interface PathStage {
  key: string
  label: Translated
  help: Translated
  kind: StageKind
  color?: string | null
  confidence: number | null
  by_hand: boolean
  /** Fields that must be filled in this stage, and those of them that are blank. */
  required: string[]
  asks: string[]
  ready: boolean
  issues: Said[]
  entered_at: string | null
  left_at: string | null
}

export interface StagePath {
  field: string
  pipeline: string
  current: string | null
  stages: PathStage[]
}

export interface ActionDone {
  key: string
  result: Record<string, unknown>
  record: RecordDocument | null
}

const path = (entity: string, id: string) =>
  `/records/${encodeURIComponent(entity)}/${encodeURIComponent(id)}`

/** What may be done with this one record; what approvals close of it is another question. */
export type RecordRights = Record<'edit' | 'delete' | 'share', boolean>

export interface RecordActions {
  items: ActionOffer[]
  can: RecordRights
}

export function listActions(entity: string, id: string, signal?: AbortSignal): Promise<RecordActions> {
  return api.get<RecordActions>(`${path(entity, id)}/actions`, { ...(signal ? { signal } : {}) })
}

export function carryOut(entity: string, id: string, key: string, body: object): Promise<ActionDone> {
  return api.post<ActionDone>(`${path(entity, id)}/actions/${encodeURIComponent(key)}`, body)
}

/** What came of an action that was done with several records. */
export interface ActionsDone {
  done: number
  results: { id: string; done: boolean; issues: Issue[] }[]
}

export const carryOutMany = (entity: string, key: string, ids: string[]) =>
  api.post<ActionsDone>(`/records/${encodeURIComponent(entity)}/actions/${encodeURIComponent(key)}`, { ids })

export interface StageVisit {
  field: string
  stage: string
  entered_at: string
  entered_by: Label | null
  left_at: string | null
  left_by: Label | null
  seconds: number
  working_hours: number | null
}

export async function listStages(entity: string, id: string, signal?: AbortSignal): Promise<StageVisit[]> {
  const answer = await api.get<{ items: StageVisit[] }>(`${path(entity, id)}/stages`, {
    ...(signal ? { signal } : {}),
  })
  return answer.items
}

export interface FunnelStage {
  key: string
  label: Translated
  kind: StageKind
  count: number
  amount: string | null
  reached: number | null
  reached_amount: string | null
  conversion: number | null
  seconds: number | null
}

export interface FunnelRequest {
  pipeline?: string
  from?: string
  to?: string
  filter?: string
  view?: string
  q?: string
  measure?: string
}

export async function readFunnel(
  entity: string,
  body: FunnelRequest,
  signal?: AbortSignal,
): Promise<{ pipeline: string; field: string; stages: FunnelStage[] }> {
  const { data } = await call<{ pipeline: string; field: string; stages: FunnelStage[] }>(
    'POST',
    `/records/${encodeURIComponent(entity)}/funnel`,
    { body, ...(signal ? { signal } : {}) },
  )
  return data
}

export interface MadeRecord {
  entity: string
  id: string
  label: string | null
}

export interface ConversionEntry {
  id: string
  conversion: string
  label: Translated
  at: string
  by: Label | null
  undone_at: string | null
  undone_by: Label | null
  source: MadeRecord | null
  records: (MadeRecord & { target: string; created: boolean })[]
}

export async function listConversions(
  entity: string,
  id: string,
  signal?: AbortSignal,
): Promise<ConversionEntry[]> {
  const answer = await api.get<{ items: ConversionEntry[] }>(`${path(entity, id)}/conversions`, {
    ...(signal ? { signal } : {}),
  })
  return answer.items
}

export interface ConversionTarget {
  key: string
  entity: string
  label: Translated
  optional: boolean
  may_exist: boolean
  existing_filter: string | null
  existing: Label | null
  /** Fields that the mapping fills. */
  fields: string[]
  values: Record<string, unknown>
  issues: Issue[]
  duplicates: { id: string; label: string; rule: string }[]
}

export interface TargetChoice {
  skip?: boolean
  existing?: string | null
  create?: boolean
  values?: Record<string, unknown>
}

export async function previewConversion(
  entity: string,
  id: string,
  conversion: string,
  targets: Record<string, TargetChoice>,
  signal?: AbortSignal,
): Promise<{ issues: Issue[]; targets: ConversionTarget[] }> {
  const { data } = await call<{ issues: Issue[]; targets: ConversionTarget[] }>(
    'POST',
    `${path(entity, id)}/conversions/${encodeURIComponent(conversion)}/preview`,
    { body: { targets }, ...(signal ? { signal } : {}) },
  )
  return data
}
