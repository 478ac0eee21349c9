import type { Field } from '../../api/types'
import { toLines } from '../../fields/children/lines'
import { isBlank } from '../../fields/parts/isBlank'
import { isMoney } from '../../schema/currency'
import { isEditable } from '../../schema/layout'
import type { Draft } from './draft'

export type MissingText = (field: Field) => string

export interface Lookup {
  text: MissingText
  /** The fields of the lines of a children field. */
  lineFields: (field: Field) => Field[]
}

/** Required fields without a value, by path, told before the server is asked. */
export function missingValues(
  fields: Field[],
  values: Draft,
  isNew: boolean,
  lookup: Lookup,
): Map<string, string> {
  const own = fields
    .filter((field) => isMissing(field, values, isNew))
    .map((field) => [field.key, lookup.text(field)] as const)
  const inLines = fields
    .filter(({ kind }) => kind === 'children')
    .flatMap((field) => missingInLines(field, values, lookup))
  return new Map([...own, ...inLines])
}

function missingInLines(children: Field, values: Draft, { text, lineFields }: Lookup): [string, string][] {
  const fields = lineFields(children).filter(({ key }) => key !== children.parent_field)
  return toLines(values[children.key]).flatMap((line, position) => {
    if (line._delete) return []
    const missing = fields.filter((field) => isMissing(field, line, line.id === undefined))
    return missing.map((field): [string, string] => [`${children.key}/${position}/${field.key}`, text(field)])
  })
}

/** A new record's default fills in on the server, as long as nobody empties the field. */
function isMissing(field: Field, values: Draft, isNew: boolean): boolean {
  const isFilled = field.kind === 'boolean' || field.kind === 'auto_number'
  if (!field.required || isFilled || !isEditable(field, isNew)) return false
  const isLeftToDefault = isNew && Boolean(field.default) && !(field.key in values)
  return !isLeftToDefault && isEmpty(values[field.key])
}

function isEmpty(value: unknown): boolean {
  return isBlank(value) || (isMoney(value) && isBlank(value.amount))
}
