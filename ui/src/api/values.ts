/** Values as they travel: texts in several languages, records, and what stands in their fields. */

export type Translated = Partial<Record<string, string>>

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export type Keyed<T> = Record<string, T & { order?: number }>

export interface Label {
  id: string
  /** None where the reader may not see the record. */
  label: string | null
}

export interface Money {
  amount: string
  currency: string
  base?: string | null
}

export interface StoredFile {
  id: string
  name: string
  size: number
  type: string
  url: string
}

export type FieldValue = unknown

/** What of a row of a list may be changed. */
export interface RowRights {
  edit: boolean
  locked: string[]
}

export interface RecordDocument {
  id: string
  version: number | string
  _can?: RowRights
  [field: string]: FieldValue
}

export type CountKind = 'exact' | 'capped' | 'estimate'

export interface Page {
  items: RecordDocument[]
  next: string | null
  count?: number | null
  count_kind?: CountKind | null
}
