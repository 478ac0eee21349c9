import { api } from './client'
import type { HistoryChange } from './records'
import type { FieldValue, Label, Translated } from './values'

export const BOXES = ['to_do', 'started', 'copied', 'done'] as const
export type Box = (typeof BOXES)[number]
export type CaseStatus = 'running' | 'returned' | 'approved' | 'rejected' | 'recalled' | 'ended'
export type TaskStatus = 'waiting' | 'open' | 'approved' | 'rejected' | 'withdrawn'
export type Mark = 'active' | 'passed' | 'skipped' | null
export type AddedPlace = 'before' | 'after' | 'beside'
type Person = Label | null

interface CaseHead {
  id: string
  workflow: string
  label: Translated
  entity: string | null
  record: { id: string; label: string | null }
  status: CaseStatus
  submitter: Person
  started_at: string
  changed_at: string
}

export interface CaseEntry extends CaseHead {
  task: number | null
  due_at: string | null
  at: string | null
  note: string | null
  /** What the submitter wrote. */
  reason: string
  /** Whether it is about a change of an approved record. */
  is_change: boolean
}

export interface CaseTask {
  task: number
  user: Person
  for: Person
  status: TaskStatus
  added: AddedPlace | null
  opened_at: string | null
  decided_at: string | null
  comment: string
  due_at: string | null
}

interface NodeHead {
  node: string
  label: Translated
  mark: Mark
  when: string | null
}
export interface StepNode extends NodeHead {
  kind: 'approval'
  mode: 'any' | 'all' | 'quorum' | 'in_turn'
  needed?: number
  tasks: CaseTask[]
}
export interface CopyNode extends NodeHead {
  kind: 'copy'
}
export interface ForkNode extends NodeHead {
  kind: 'fork'
  take: 'first' | 'all' | 'table'
  branches: { node: string; label: Translated; when: string | null; taken: boolean; nodes: CaseNode[] }[]
}
export type CaseNode = StepNode | CopyNode | ForkNode

export interface CaseEvent {
  at: string
  what: string
  by: Person
  node: string
  users: Person[]
  comment: string
}

export interface OwnTask {
  task: number
  node: string
  fields: Record<string, 'hidden' | 'read' | 'edit' | 'required'>
  return_to: { node: string; label: Translated | null }[]
}

/** A line item that a change makes, changes or takes away; `number` counts from 1. */
export interface LineChange {
  number: number
  what: 'created' | 'updated' | 'deleted'
  fields: { field: string; before: FieldValue; after: FieldValue }[]
}

export interface CaseChange {
  field: string
  before: FieldValue
  after: FieldValue
  /** Of line items. */
  lines?: LineChange[]
}

/** A value of the record; whoever does not see the record itself gets its name and the value in words. */
export interface ShownValue {
  field: string
  value?: FieldValue
  label?: Translated
  words?: Translated
}

export interface ApprovalCase extends CaseHead {
  round: number
  ended_at: string | null
  nodes: CaseNode[]
  history: CaseEvent[]
  changes: CaseChange[]
  /** What the approval shows of the record. */
  values: ShownValue[]
  /** What is new since it was last agreed to or sent back. */
  differences: { since: string; changes: HistoryChange[] } | null
  can: {
    tasks: OwnTask[]
    take_back: number[]
    remove: number[]
    recall: boolean
    resubmit: boolean
    urge: boolean
    copy: boolean
    administer: boolean
  }
}

export interface Simulation {
  workflow: string
  label: Translated | null
  outcome: CaseStatus
  steps: Asked[]
  /** Who would be told. */
  copies: Asked[]
  /** What would become of each node and branch, by its path. */
  marks: Record<string, Mark>
}

interface Asked {
  node: string
  label: Translated
  people: Label[]
}

/** Why a record is closed to changes, and which of its fields. */
export interface RecordLock {
  reason: 'in_approval' | 'approved'
  closed: string[]
}

export interface RecordCases {
  items: CaseEntry[]
  lock: RecordLock | null
}

export interface BoxPage {
  items: CaseEntry[]
  next: string | null
  to_do: number
}

export interface CaseCommand {
  task?: number
  comment?: string
  to?: string
  resume?: boolean
  users?: string[]
  place?: AddedPlace
  /** Fields that are filled in along with it. */
  values?: Record<string, unknown>
}

const onePath = (id: string) => `/approvals/${encodeURIComponent(id)}`

export function listBox(
  box: Box,
  entity: string | null,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<BoxPage> {
  return api.get<BoxPage>('/approvals', {
    query: { box, entity, cursor, limit: 30 },
    ...(signal ? { signal } : {}),
  })
}

export function getCase(id: string, signal?: AbortSignal): Promise<ApprovalCase> {
  return api.get<ApprovalCase>(onePath(id), signal ? { signal } : {})
}

export function listCases(entity: string, id: string, signal?: AbortSignal): Promise<RecordCases> {
  const path = `/records/${encodeURIComponent(entity)}/${encodeURIComponent(id)}/approvals`
  return api.get<RecordCases>(path, signal ? { signal } : {})
}

export function act(id: string, action: string, command: CaseCommand): Promise<ApprovalCase> {
  return api.post<ApprovalCase>(`${onePath(id)}/${action}`, command)
}

export type Decision = 'approve' | 'reject'
interface Part {
  approval: string
  task: number
}
interface Refused extends Part {
  status: number
  detail: string
  issues: { message: string }[]
}

export function decideMany(
  action: Decision,
  tasks: Part[],
  comment: string,
): Promise<{ decided: Part[]; errors: Refused[] }> {
  return api.post<{ decided: Part[]; errors: Refused[] }>('/approvals/decisions', { action, tasks, comment })
}

export function submitRecord(body: {
  entity: string
  record: string
  workflow?: string
  comment?: string
  changes?: Record<string, unknown>
}): Promise<ApprovalCase> {
  return api.post<ApprovalCase>('/approvals', body)
}

export function simulate(body: {
  entity: string
  record: string
  workflow?: string
  submitter?: string
  changes?: Record<string, unknown>
  /** Changes of metadata under which it is tried. */
  draft?: unknown[]
}): Promise<Simulation> {
  return api.post<Simulation>('/approvals/simulate', body)
}
