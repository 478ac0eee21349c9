import type { Keyed, Label, Translated } from './values'

export interface Audience {
  everyone: boolean
  users: Label[]
  units: Label[]
  roles: string[]
}

export type Total = 'sum' | 'avg' | 'min' | 'max'

/** The fields that a view of type `calendar` reads, by key. */
export interface CalendarFields {
  starts?: string | null
  ends?: string | null
  /** Whole minutes, in place of an end. */
  minutes?: string | null
  /** The option that colours. */
  color?: string | null
}

/** What a view arranges. */
export interface ViewParts {
  type?: 'list' | 'tree' | null
  columns?: Keyed<{ width?: number; frozen?: boolean }> | null
  filter?: string | null
  sort?: string | null
  group_by?: string | null
  quick_filters?: string[] | null
  totals?: Record<string, Total> | null
  page_size?: number | null
}

/** A view of one's own, or one that somebody shares. */
export interface SavedView extends ViewParts {
  id: string
  key: string
  entity: string
  name: string
  owner: Label
  is_own: boolean
  can_edit: boolean
  version: number
  issues: { message: string; severity: string }[]
  audience?: Audience
}

export interface ViewDocument extends CalendarFields {
  key: string
  entity: string
  label?: Translated
  order?: number
  default?: boolean
  columns?: Keyed<{ width?: number; frozen?: boolean }> | null
  filter?: string | null
  sort?: string | null
  type?: 'list' | 'tree' | 'calendar' | null
  group_by?: string | null
  quick_filters?: string[] | null
  totals?: Record<string, Total> | null
  page_size?: number | null
  /** Set for a view that a person keeps. */
  saved?: SavedView
}
