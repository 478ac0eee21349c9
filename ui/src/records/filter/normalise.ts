import type { Field } from '../../api/types'
import type { FilterValue } from '../../fields/literal'
import { literalList } from '../../fields/literal'
import type { Kinds } from '../../fields/kinds'
import type { OperatorKey } from '../../fields/operators'
import { resultField } from '../../fields/parts/resultField'
import { isRuled } from '../../schema/computed'
import type { Condition } from './tree'

/** The conditions that the builder offers for a field. */
export function operatorsOf(field: Field, kinds: Kinds): readonly OperatorKey[] {
  return kinds[isRuled(field) ? resultField(field).kind : field.kind].operators
}

export function blankCondition(path: string, field: Field, kinds: Kinds): Condition {
  return { type: 'condition', path, operator: operatorsOf(field, kinds)[0] ?? 'is_not_blank', value: null }
}

const LISTED: Partial<Record<OperatorKey, OperatorKey>> = { equals: 'in', not_equals: 'not_in' }

/** `status = "new"` is, for a field of options, "is any of: New". */
export function normalised(condition: Condition, field: Field, kinds: Kinds): Condition {
  const offered = operatorsOf(field, kinds)
  const listed = LISTED[condition.operator]
  if (offered.includes(condition.operator) || !listed || !offered.includes(listed)) return condition
  return { ...condition, operator: listed, value: literalList(condition.value) }
}

/** Another operator keeps what was typed where it still means something. */
export function withOperator(condition: Condition, operator: OperatorKey): Condition {
  return { ...condition, operator, value: fittingValue(condition.value, operator) }
}

function fittingValue(value: FilterValue, operator: OperatorKey): FilterValue {
  const literals = literalList(value)
  if (operator === 'is_blank' || operator === 'is_not_blank') return null
  if (operator === 'in' || operator === 'not_in' || operator === 'between') return literals
  return literals[0] ?? null
}
