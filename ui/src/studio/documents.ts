/** Metadata documents as the server stores them. */
import type {
  FieldDocument as PublishedField,
  LayoutItem,
  LayoutRegion,
  LayoutTab,
  OptionDocument,
  RelatedList,
} from '../api/types'
import type { Translated } from '../api/values'

export type Labels = Translated

/** Everything list-like is a keyed map whose entries say where they stand. */
export interface Ordered {
  order?: number
}
export type Keyed<T> = Record<string, T>

export type ChoiceDocument = OptionDocument
export type OnDelete = 'restrict' | 'clear' | 'cascade'

/** A field with the options of all kinds; which of them mean something depends on `kind`. */
export interface FieldDocument extends PublishedField {
  id?: string
  /** The present key of a field that was renamed. */
  key?: string
  aliases?: string[]
  rate_on?: string
  reset?: 'never' | 'year' | 'month'
  reserved?: string[]
  blanks?: 'blank' | 'zero'
  /** Conditions of the rule language. */
  visible_when?: string
  required_when?: string
  read_only_when?: string
}

export interface EntityDocument {
  id?: string
  kind: 'entity'
  key: string
  label: Labels
  plural?: Labels
  icon?: string
  description?: Labels
  owned?: boolean
  title_field?: string
  fields: Keyed<FieldDocument>
  uniques?: Keyed<{ fields: string[]; label?: Labels }>
  duplicates?: Keyed<DuplicateRule>
  query_groups?: Keyed<QueryGroup>
}

/** How a field of two records is compared. */
export type Matching = 'similar' | 'equal' | 'number'

export interface DuplicateRule extends Ordered {
  label?: Labels
  fields: Record<string, Matching>
  action?: 'warn' | 'block'
  ignore?: string[]
  threshold?: number
  active?: boolean
}

export interface QueryGroup extends Ordered {
  label?: Labels
  fields?: Keyed<Ordered>
}

export type PlacedField = LayoutItem & Ordered
export type RegionDocument = LayoutRegion & Ordered
export type TabDocument = LayoutTab & Ordered
export type RelatedDocument = RelatedList & Ordered

export interface LayoutDocument extends Ordered {
  id?: string
  kind: 'layout'
  key: string
  entity: string
  label?: Labels
  roles?: string[]
  tabs: Keyed<TabDocument>
  related?: Keyed<RelatedDocument>
}

export interface ColumnDocument extends Ordered {
  width?: number
}

export interface ViewDocument extends Ordered {
  id?: string
  kind: 'view'
  key: string
  entity: string
  label?: Labels
  default?: boolean
  columns: Keyed<ColumnDocument>
  filter?: string
  sort?: string
  type?: 'list' | 'tree'
  page_size?: number
}

export interface MenuItemDocument extends Ordered {
  entity: string
  view?: string
  label?: Labels
  icon?: string
}

export interface MenuDocument extends Ordered {
  id?: string
  kind: 'menu'
  key: string
  label: Labels
  icon?: string
  items: Keyed<MenuItemDocument>
}

export interface RoleDocument {
  kind: 'role'
  key: string
  label: Labels
  admin?: boolean
  /** For people from outside. */
  portal?: boolean
  entities?: Keyed<GrantDocument>
  fields?: Keyed<Keyed<VeilDocument>>
}

/** A scope, all or none, or ways that add up. */
export type RightDocument = string | boolean | { scope?: string; rule?: string; from?: string[] }

export interface GrantDocument {
  see?: RightDocument
  create?: RightDocument
  edit?: RightDocument
  delete?: RightDocument
  restore?: RightDocument
  export?: RightDocument
  import?: RightDocument
  actions?: Keyed<RightDocument>
  managers?: 'none' | 'see' | 'all'
}

/** How many characters a mask shows. */
export interface MaskDocument {
  start?: number | null
  end?: number | null
}

export interface VeilDocument {
  see?: boolean | 'mask'
  edit?: boolean
  mask?: MaskDocument | undefined
  /** The rule of the records in which it is kept back; none: in all. */
  when?: string | undefined
}

export interface RuleDocument extends Ordered {
  id?: string
  kind: 'rule'
  key: string
  entity: string
  label?: Labels
  /** Off: kept, but not run. */
  active?: boolean
  /** A statement of the rule language. */
  text: string
}

export interface TemplateDocument extends Ordered {
  id?: string
  kind: 'template'
  key: string
  entity: string
  label?: Labels
  /** Words with rules between braces. */
  subject: Labels
  body: Labels
}
