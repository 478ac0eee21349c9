import type { Field, FieldKind } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { isMoney } from '../../schema/currency'
import { isDecimal } from '../../shared/format/numbers'

/** A computed value is shown and compared like a plain field of the type it results in. */
export function resultField(field: Field, value?: FieldValue): Field {
  return { ...field, kind: resultKind(field, value) }
}

function resultKind(field: Field, value: FieldValue): FieldKind {
  const { result } = field
  if (result === 'number') return 'decimal'
  if (result) return result
  if (field.function === 'count') return 'integer'
  return kindOfValue(value) ?? (field.kind === 'rollup' ? 'decimal' : 'text')
}

function kindOfValue(value: FieldValue): FieldKind | undefined {
  if (typeof value === 'boolean') return 'boolean'
  if (isMoney(value)) return 'money'
  if (isDecimal(value)) return 'decimal'
  if (typeof value !== 'string') return undefined
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return 'date'
  return /^\d{4}-\d\d-\d\dT/.test(value) ? 'datetime' : undefined
}
