/** The options of a choice field as rows of an editor. */
import { orderedEntries } from '../../shared/order'
import type { ChoiceDocument, Keyed, Labels } from '../documents'
import { suggestItemKey } from './keys'

export interface ChoiceRow {
  /** Identity in the editor. */
  id: string
  /** Null: follows the label. */
  key: string | null
  label: Labels
  color: string | undefined
  /** Values of records refer to the key, so that it stays. */
  isStored: boolean
}

let rowsMade = 0

export function newRow(): ChoiceRow {
  rowsMade += 1
  return { id: `row-${rowsMade}`, key: null, label: {}, color: undefined, isStored: false }
}

/** One row for each stored option; two empty ones to begin with. */
export function rowsOf(options: Keyed<ChoiceDocument & { order?: number }> | undefined): ChoiceRow[] {
  const rows = orderedEntries(options).map(([key, { label, color }]) => ({
    ...newRow(),
    key,
    label: label ?? {},
    color,
    isStored: true,
  }))
  return rows.length > 0 ? rows : [newRow(), newRow()]
}

function isEmpty({ key, label }: ChoiceRow): boolean {
  return key === null && !Object.values(label).some((text) => text?.trim())
}

/** The key of each row; empty for a row that says nothing yet. */
export function rowKeys(rows: readonly ChoiceRow[]): string[] {
  const taken = new Set(rows.flatMap(({ key }) => key ?? []))
  return rows.map((row) => {
    if (isEmpty(row)) return ''
    const key = row.key ?? suggestItemKey(row.label, taken, 'option')
    taken.add(key)
    return key
  })
}

/** The options that the rows describe, in their order. */
export function choicesOf(rows: readonly ChoiceRow[]): Keyed<ChoiceDocument & { order: number }> {
  const keys = rowKeys(rows)
  const entries = rows.map(({ label, color }, index) => {
    const document = { label, order: (index + 1) * 10, ...(color ? { color } : {}) }
    return [keys[index] ?? '', document] as const
  })
  return Object.fromEntries(entries.filter(([key]) => key !== ''))
}

export function movedRow(rows: readonly ChoiceRow[], id: string, index: number): ChoiceRow[] {
  const row = rows.find((one) => one.id === id)
  if (!row) return [...rows]
  return rows.filter((one) => one !== row).toSpliced(index, 0, row)
}
