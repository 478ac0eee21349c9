import type { Field } from '../../api/types'
import { isBlank } from '../../fields/parts/isBlank'
import { isMoney } from '../../schema/currency'
import { isEditable } from '../../schema/layout'
import type { Draft } from './draft'

export type MissingText = (field: Field) => string

/** Required fields without a value, told before the server is asked. A new record's default fills in on the server. */
export function missingValues(
  fields: Field[],
  values: Draft,
  isNew: boolean,
  text: MissingText,
): Map<string, string> {
  const missing = fields.filter(
    (field) =>
      field.required &&
      isEditable(field, isNew) &&
      isEmpty(values[field.key]) &&
      field.kind !== 'boolean' &&
      !(isNew && field.default && !(field.key in values)),
  )
  return new Map(missing.map((field) => [field.key, text(field)]))
}

function isEmpty(value: unknown): boolean {
  return isBlank(value) || (isMoney(value) && isBlank(value.amount))
}
