/** What the server says about changes: plans, versions, refusals. */
import type { Issue } from '../../api/problem'
import type { Label, Translated } from '../../api/types'
import type { ComponentKind, Documents } from '../documents'

export interface ComponentSummary {
  kind: ComponentKind
  key: string
  label?: Translated
  /** Of layouts, lists and rules. */
  entity?: string
  /** `platform`, `package:crm` or `organisation`. */
  layer?: string
  /** The organisation changed what a package brought. */
  customised?: boolean
}

export interface ComponentDetail<K extends ComponentKind> {
  kind: K
  key: string
  document: Documents[K]
  layer?: string
  origins?: Record<string, string>
}

export interface PlanStep {
  summary: Translated | string
  ddl?: string | null
  lock?: string | null
  rows?: number | null
  destructive?: boolean
}

export interface DataAtRisk {
  entity: string
  field?: string | null
  rows?: number | null
  message: Translated | string
}

export interface Plan {
  base_version: number
  issues: Issue[]
  steps: PlanStep[]
  impact?: { data_at_risk?: DataAtRisk[]; rules?: unknown[]; views?: unknown[] }
}

export interface VersionChange {
  op: string
  kind: string
  key: string
  path?: string | null
  from?: unknown
  to?: unknown
}

export interface Version {
  number: number
  created_at: string
  author: Label | null
  message: string
  changes: VersionChange[]
}
