import { api } from '../../api/client'

export const FIELD_TYPES = ['number', 'text', 'boolean', 'date', 'datetime', 'time'] as const
export type FieldType = (typeof FIELD_TYPES)[number]

export interface TableField {
  name: string
  type: FieldType
}
export interface Table {
  expression: string
  fields: TableField[]
  /** As typed; an empty cell is a blank. */
  rows: string[][]
  blanks: 'blank' | 'zero'
  backend: 'python' | 'sql'
}
export type Result = string | number | boolean | null | { error: string | true }

/** A cell as the server takes it: numbers stay text, so that they stay exact. */
export function cellValue(text: string, type: FieldType): string | boolean | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (type === 'boolean') return /^(true|yes|1|是)$/i.test(trimmed)
  return type === 'text' ? text : trimmed
}

export function evaluateTable({ expression, fields, rows, blanks, backend }: Table) {
  return api.post<{ type: string; results: Result[] }>('/rules/evaluate', {
    expression,
    fields,
    rows: rows.map((row) => fields.map(({ type }, at) => cellValue(row[at] ?? '', type))),
    blanks,
    backend,
  })
}

export function resultText(result: Result): string {
  if (result === null) return ''
  return typeof result === 'object' ? String(result.error) : String(result)
}

export const isError = (result: Result | undefined): boolean => typeof result === 'object' && result !== null
