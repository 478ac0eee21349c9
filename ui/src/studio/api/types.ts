/** What the server says about changes: plans, versions, refusals. */
import type { Issue } from '../../api/problem'
import type { Label, Translated } from '../../api/values'
import type { ComponentKind, Documents } from '../components'

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

/** What people with the same roles gain and lose for one action. */
export interface AccessChange {
  entity: string
  action: string
  gained: string[]
  lost: string[]
  fields: string[]
  roles: string[]
  users: number
  names: string[]
}

/** An approval that changes or goes; its cases go on as they were. */
export interface TouchedApproval {
  workflow: string
  label: Translated | null
  entity: string
  cases: number
  gone: boolean
}

export interface Plan {
  base_version: number
  issues: Issue[]
  steps: PlanStep[]
  impact?: {
    data_at_risk?: DataAtRisk[]
    rules?: unknown[]
    views?: unknown[]
    access?: AccessChange[]
    approvals?: TouchedApproval[]
  }
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

export interface RetiredItem {
  key: string
  what: 'entity' | 'field'
  /** Null where no version that is kept knows what it was. */
  entity: Translated | null
  label: Translated | null
  kind: string | null
  rows: number
  bytes: number
  files: number
  file_bytes: number
  /** Those that could not be brought back with its data. */
  versions: number[]
}

export interface Retired {
  version: number
  items: RetiredItem[]
}
