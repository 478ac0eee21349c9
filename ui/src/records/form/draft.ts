import type { Writer } from '../../fields/types'
import type { Field } from '../../api/types'
import type { FieldValue, RecordDocument } from '../../api/values'

export type Draft = Record<string, FieldValue>

/** Values of records are plain JSON: equal when they say the same. Absent and null are both "no value". */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b || (a == null && b == null)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].every((key) => isSame(left[key], right[key]))
}

const hasChanged = (field: Field, a: Draft, b: Draft, write: Writer) =>
  !isSame(write(field, a[field.key]), write(field, b[field.key]))

/** What a save sends: the fields that differ from what was read, as they are written. */
export function changedValues(
  fields: Field[],
  base: Draft,
  draft: Draft,
  write: Writer,
): Record<string, unknown> {
  const changed = fields.filter((field) => field.key in draft && hasChanged(field, base, draft, write))
  return Object.fromEntries(changed.map((field) => [field.key, write(field, draft[field.key]) ?? null]))
}

export interface Conflict {
  /** The record as it is stored now. */
  current: RecordDocument
  /** Fields that both have changed, differently. */
  both: Field[]
  /** Fields that only the other person has changed. */
  theirs: Field[]
}

/** Three versions of a record compared: as I read it, as I want it, as somebody else has saved it meanwhile. */
export function compareVersions(
  fields: Field[],
  base: Draft,
  mine: Draft,
  current: RecordDocument,
  write: Writer,
): Conflict {
  const changedByThem = fields.filter((field) => hasChanged(field, base, current, write))
  const isMine = (field: Field) => field.key in mine && hasChanged(field, base, mine, write)
  const both = changedByThem.filter((field) => isMine(field) && hasChanged(field, mine, current, write))
  return { current, both, theirs: changedByThem.filter((field) => !isMine(field)) }
}

/** My draft without the fields for which I took the other's value. */
export function withoutKeys(draft: Draft, keys: Iterable<string>): Draft {
  const dropped = new Set(keys)
  return Object.fromEntries(Object.entries(draft).filter(([key]) => !dropped.has(key)))
}
