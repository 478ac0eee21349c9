/** A field under edit: what the drawer holds until it is saved. */
import type { FieldKind } from '../../api/types'
import { FLAGS, KINDS } from '../fields/kinds'
import type { FieldDocument, Keyed, Labels } from '../documents'
import { suggestKey } from './keys'

export interface LineColumn {
  id: string
  key: string | null
  document: FieldDocument
}

/** The attributes that must be there before the server is asked. */
export type Needs = Record<FieldKind, { names: readonly string[]; needed?: readonly string[] }>

let columnsMade = 0

export function newColumn(kind: FieldKind = 'text'): LineColumn {
  columnsMade += 1
  return { id: `column-${columnsMade}`, key: null, document: { kind, label: {} } }
}

export const movedColumn = (columns: readonly LineColumn[], id: string, index: number): LineColumn[] => {
  const column = columns.find((one) => one.id === id)
  return column ? columns.filter((one) => one !== column).toSpliced(index, 0, column) : [...columns]
}

export function hasText(labels: Labels | undefined): boolean {
  return Object.values(labels ?? {}).some((text) => text?.trim())
}

export function columnKeys(columns: readonly LineColumn[]): string[] {
  const taken = new Set(columns.flatMap(({ key }) => key ?? []))
  return columns.map(({ key, document }) => {
    if (key !== null || !hasText(document.label)) return key ?? ''
    const suggested = suggestKey(document.label ?? {}, taken)
    taken.add(suggested)
    return suggested
  })
}

export function columnsOf(columns: readonly LineColumn[]): Keyed<FieldDocument> {
  const keys = columnKeys(columns)
  const entries = columns.map(
    ({ document }, index) => [keys[index] ?? '', { ...document, order: (index + 1) * 10 }] as const,
  )
  return Object.fromEntries(entries.filter(([key]) => key !== ''))
}

function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}

/** Whether everything that the kind needs is there. */
export function isComplete(document: FieldDocument, needs: Needs): boolean {
  const values = document as unknown as Record<string, unknown>
  const isRolledFieldMissing = document.kind === 'rollup' && document.function !== 'count' && !document.field
  return (needs[document.kind].needed ?? []).every((name) => isGiven(values[name])) && !isRolledFieldMissing
}

/** The same field as another kind: what only the former kind knew goes, what both know stays. */
export function convertField(document: FieldDocument, kind: FieldKind, needs: Needs): FieldDocument {
  const kept = new Set(needs[kind].names)
  const gone = needs[document.kind].names.filter((name) => !kept.has(name))
  const lost = FLAGS.filter((flag) => !KINDS[kind].flags.includes(flag))
  const removed = new Set<string>([...gone, ...lost, ...(KINDS[kind].hasDefault ? [] : ['default'])])
  const entries = Object.entries({ ...document, kind }).filter(([name]) => !removed.has(name))
  return Object.fromEntries(entries) as unknown as FieldDocument
}
