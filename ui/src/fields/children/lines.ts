import type { Field } from '../../api/types'
import type { FieldValue } from '../../api/values'
import type { Kinds } from '../kinds'
import { isComputed } from '../../schema/layout'

/** A line item in a form. `_key` tells rows apart that the server has not seen yet. */
export interface Line {
  id?: string
  _key?: string
  _delete?: boolean
  [field: string]: FieldValue
}

export function toLines(value: FieldValue): Line[] {
  return Array.isArray(value) ? (value as Line[]) : []
}

export function lineKey(line: Line, position: number): string {
  return line._key ?? line.id ?? `at-${position}`
}

let made = 0
export function newLine(defaults: Record<string, FieldValue>): Line {
  made += 1
  return { ...defaults, _key: `new-${made}` }
}

/** A stored line stays in the list, marked, so that the server hears of it; a new one just goes. */
export function removeLine(lines: Line[], key: string): Line[] {
  return lines.flatMap((line, position) => {
    if (lineKey(line, position) !== key) return [line]
    return line.id === undefined ? [] : [{ ...line, _delete: true }]
  })
}

export function changeLine(lines: Line[], key: string, field: string, value: FieldValue): Line[] {
  return lines.map((line, position) => (lineKey(line, position) === key ? { ...line, [field]: value } : line))
}

export function moveLine(lines: Line[], from: string, to: string): Line[] {
  const keys = lines.map(lineKey)
  const [source, target] = [keys.indexOf(from), keys.indexOf(to)]
  const moved = lines[source]
  if (!moved || target < 0) return lines
  const rest = lines.filter((_, position) => position !== source)
  return [...rest.slice(0, target), moved, ...rest.slice(target)]
}

/** The columns of a line table: what a person enters or reads, without the way back to the parent. */
export function lineFields(all: Field[], parentField: string | undefined): Field[] {
  const shown = all.filter(({ system, key, kind }) => !system && key !== parentField && kind !== 'children')
  return shown.sort((a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER))
}

/** What the server takes: identity, removal, and the fields that may be written. */
export function linesToWrite(value: FieldValue, fields: Field[], kinds: Kinds): unknown[] {
  return toLines(value).map((line) => {
    if (line._delete) return { id: line.id, _delete: true }
    const values = fields.flatMap((field) => writtenEntry(line, field, kinds))
    return { ...(line.id === undefined ? {} : { id: line.id }), ...Object.fromEntries(values) }
  })
}

function writtenEntry(line: Line, field: Field, kinds: Kinds): [string, unknown][] {
  if (isComputed(field) || field.read_only || !(field.key in line)) return []
  const { toWrite } = kinds[field.kind]
  return [[field.key, toWrite ? toWrite(line[field.key], field) : line[field.key]]]
}
