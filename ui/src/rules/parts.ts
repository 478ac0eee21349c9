import { api } from '../api/client'
import type { Translated } from '../api/values'

/** A rule as rows whose expressions are texts; comments travel along in `notes`. */
interface Head {
  entity: string
  title: Translated | null
  when: string | null
  notes?: string[]
  closing?: string[]
}
export interface ScoreClause {
  sign: '+' | '-'
  points: string
  when: string | null
  limit: string | null
  because: Translated | null
  notes?: string[]
}
export interface Band {
  grade: string
  from: string
}
export interface Grades {
  bands: Band[]
  otherwise: string | null
  into: string | null
  notes?: string[]
}
export interface ScoreParts extends Head {
  kind: 'score'
  into: string | null
  clauses: ScoreClause[]
  grades: Grades | null
  qualified: { when: string; into: string | null; notes?: string[] } | null
}
export interface Requirement {
  condition: string
  message: Translated | null
  fields: string[]
  notes?: string[]
}
export interface ValidateParts extends Head {
  kind: 'validate'
  requirements: Requirement[]
}
export const UNITS = ['minute', 'hour', 'day', 'working day', 'week', 'month', 'year'] as const
export type Unit = (typeof UNITS)[number]
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof WEEKDAYS)[number]

export interface Span {
  amount: number
  unit: Unit
}
/** Every so long, on days of the week, or on a day of the month; at a time of day perhaps. */
export interface Schedule {
  amount: number | null
  unit: Unit | null
  weekdays: Weekday[]
  month_day: number | null
  clock: string | null
}
export interface Timing extends Span {
  side: 'after' | 'before'
  moment: string
  notes?: string[]
}
interface Telling {
  /** Texts of the language: `owner`, `role "sales"`, `managers of owner up to 2 levels`. */
  to: string[]
  channels: string[]
  template: string | null
  notes?: string[]
}
export interface NoticeParts extends Telling {
  message: Translated | null
}
export type EscalationParts = Telling & Span
export interface RemindParts extends Head {
  kind: 'remind'
  timing: Timing | null
  repeat: { schedule: Schedule; most: number | null; notes?: string[] } | null
  notices: NoticeParts[]
  escalations: EscalationParts[]
  until: { when: string; notes?: string[] } | null
  snooze: (Span & { most: number | null; notes?: string[] }) | null
  digest: { schedule: Schedule; notes?: string[] } | null
}
export const CELL_OPERATORS = ['any', '=', '<>', '<', '<=', '>', '>=', 'between', 'in'] as const
export type CellOperator = (typeof CELL_OPERATORS)[number]
export interface DecideCell {
  operator: CellOperator
  /** Texts of the language, as many as the operator takes. */
  values: string[]
}
export interface DecideRow {
  /** Null: what holds otherwise. */
  cells: DecideCell[] | null
  results: string[]
  notes?: string[]
}
export interface DecideParts extends Head {
  kind: 'decide'
  name: string
  mode: 'first match' | 'collect'
  columns: string[]
  results: string[]
  rows: DecideRow[]
}
export type SharingMode = 'round robin' | 'by load'
export interface AssignChoice {
  /** Null: what holds otherwise. */
  when: string | null
  /** A text of the language: `role "sales"`, `pool "public"`, `account.owner`. */
  to: string
  mode: SharingMode | null
  limit: string | null
  skill: string | null
  territory: string | null
  skip_absent: boolean
  notes?: string[]
}
export interface AssignParts extends Head {
  kind: 'assign'
  choices: AssignChoice[]
}
export interface ReleaseParts {
  when: string
  to: string
  keep_out: Span | null
  notes?: string[]
}
export interface ClaimsParts {
  most: number | null
  period: 'day' | 'week' | 'month' | null
  held: number | null
  notes?: string[]
}
export interface RecycleParts extends Head {
  kind: 'recycle'
  releases: ReleaseParts[]
  warning: EscalationParts | null
  claims: ClaimsParts | null
  hide: { fields: string[]; notes?: string[] } | null
}
export type RuleParts = ScoreParts | ValidateParts | RemindParts | AssignParts | RecycleParts | DecideParts

export interface FormAnswer {
  text: string
  /** Null: such a rule has a text only. */
  parts: RuleParts | null
}

export const readParts = (text: string, signal?: AbortSignal) =>
  api.post<FormAnswer>('/rules/parts', { text }, signal ? { signal } : {})

export const writeParts = (parts: RuleParts) => api.post<FormAnswer>('/rules/parts', { parts })
