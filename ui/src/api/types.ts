/** The shapes of the HTTP contract that every screen reads. Wire names stay in snake_case. */

import type { MenuDocument } from './menu'
import type { Pipeline } from './pipeline'
import type { Keyed, Label, Translated } from './values'
import type { ViewDocument } from './viewDocuments'

export const FIELD_KINDS = [
  'text',
  'long_text',
  'integer',
  'decimal',
  'percent',
  'money',
  'boolean',
  'date',
  'datetime',
  'option',
  'options',
  'reference',
  'references',
  'children',
  'parent',
  'user',
  'email',
  'phone',
  'url',
  'auto_number',
  'segment',
  'file',
  'json',
  'formula',
  'rollup',
  'lookup',
  'score',
] as const
export type FieldKind = (typeof FIELD_KINDS)[number]

export interface OptionDocument {
  label?: Translated
  order?: number
  color?: string
}

/** What a rule of a computed field gives. */
export type FieldResult = 'text' | 'number' | 'percent' | 'money' | 'boolean' | 'date' | 'datetime' | 'option'

export interface FieldDocument {
  kind: FieldKind
  label?: Translated
  help?: Translated
  required?: boolean
  unique?: boolean
  default?: string | null
  read_only?: boolean
  read_only_after_create?: boolean
  indexed?: boolean
  searchable?: boolean
  audited?: boolean
  personal_data?: boolean
  order?: number
  max_length?: number
  multiline?: boolean
  /** What the text must name. */
  format?: 'time_zone'
  min?: number | string | null
  max?: number | string | null
  digits?: number
  scale?: number
  /** Whether the digits are shown in groups of three; absent is yes. */
  grouped?: boolean
  options?: Record<string, OptionDocument>
  target?: string
  parent_field?: string
  filter?: string | null
  on_delete?: 'restrict' | 'clear' | 'cascade'
  pattern?: string
  /** Counters that are given by hand alone: 888, 900-999. */
  reserved?: string[]
  max_bytes?: number
  accept?: string | string[]
  expression?: string
  result?: FieldResult
  over?: string
  path?: string
  function?: string
  field?: string
  where?: string
}

export interface Field extends FieldDocument {
  id: string
  key: string
  system: boolean
  state: 'active' | 'building'
  sortable: boolean
  filterable: boolean
  can_edit: boolean
  /** The server can tell why a record has this value. */
  explained?: 'formula' | 'score'
  /** Whether it is shown, needed or locked only under a condition; a preview tells. */
  conditional?: boolean
  /** Whether it is shown only under a condition, which matters to readers too. */
  hides?: boolean
  /** The fields whose change fills this one anew in a form, from the records chosen in them. */
  filled_by?: string[]
}

export interface LayoutItem {
  field: string
  span?: number
}
export interface LayoutRegion {
  label?: Translated
  columns?: 1 | 2 | 3
  items?: Keyed<LayoutItem>
}
export interface LayoutTab {
  label?: Translated
  regions?: Keyed<LayoutRegion>
}
export interface RelatedList {
  entity: string
  field: string
  label?: Translated
  columns?: Keyed<object>
  sort?: string
  filter?: string
}
export interface LayoutDocument {
  key: string
  entity: string
  label?: Translated
  order?: number
  tabs?: Keyed<LayoutTab>
  related?: Keyed<RelatedList>
}

/** A role in the team of a record, and what it adds to seeing it. */
export interface TeamRole {
  key: string
  label?: Translated
  edit: boolean
  delete: boolean
}

export interface Entity {
  id: string
  key: string
  aliases?: string[]
  label?: Translated
  plural?: Translated
  icon?: string
  description?: Translated
  owned: boolean
  title_field?: string | null
  system?: boolean
  line_of?: { entity: string; field: string } | null
  can: { see: boolean; create: boolean; edit: boolean; delete: boolean; share?: boolean; export?: boolean }
  /** Roles in the team of a record; none where records have no team. */
  team?: TeamRole[]
  fields: Field[]
  layouts: LayoutDocument[]
  views: ViewDocument[]
  workflows: { key: string; label?: Translated }[]
  pipelines?: Pipeline[]
  conversions?: { key: string; label?: Translated }[]
  relations: { entity: string; field: string; name?: string | null; label?: Translated }[]
  query_groups?: { key: string; label?: Translated; fields: Keyed<object> }[]
  /** Whether rules look for records that may be the same. */
  finds_duplicates?: boolean
}

export interface Currency {
  code: string
  digits: number
  symbol?: string
  label?: Translated | string
}

export interface SchemaDocument {
  version: number | string
  base_currency: string
  currencies: Currency[]
  languages: string[]
  entities: Entity[]
  menus: MenuDocument[]
}

export interface Me {
  id: string
  username: string
  name: string
  email?: string | null
  is_admin: boolean
  roles: string[]
  unit: Label | null
  locale: string | null
  time_zone: string | null
  /** `staff`: no visitor from outside. `write`: does not only read, as who looks as somebody else does. */
  can: { studio: boolean; staff: boolean; write: boolean }
  /** Nothing works before a second factor is set up. */
  must_enrol?: boolean
}
