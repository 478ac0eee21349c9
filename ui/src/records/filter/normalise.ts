import type { Entity, Field } from '../../api/types'
import type { FilterValue } from '../../fields/literal'
import { literalList } from '../../fields/literal'
import type { Kinds } from '../../fields/kinds'
import type { OperatorKey } from '../../fields/operators'
import { resultField } from '../../fields/parts/resultField'
import { isRuled } from '../../schema/computed'
import { needsValue, type Condition } from './tree'

const UNIT = 'unit'

/** The conditions that the builder offers for a field. */
export function operatorsOf(field: Field, kinds: Kinds): readonly OperatorKey[] {
  const { operators } = kinds[isRuled(field) ? resultField(field).kind : field.kind]
  if (field.kind === 'user') return [...operators, 'my_team']
  return field.kind === 'reference' && field.target === UNIT ? [...operators, 'my_unit'] : operators
}

export function blankCondition(path: string, field: Field, kinds: Kinds): Condition {
  return { type: 'condition', path, operator: operatorsOf(field, kinds)[0] ?? 'is_not_blank', value: null }
}

/** What a new line of the builder starts with: the title of the record. */
export function firstCondition(entity: Entity, kinds: Kinds): Condition | null {
  const title = entity.fields.find(({ key }) => key === entity.title_field) ?? entity.fields[0]
  return title ? blankCondition(title.key, title, kinds) : null
}

const LISTED: Partial<Record<OperatorKey, OperatorKey>> = { equals: 'in', not_equals: 'not_in' }
const TRUTHS: Partial<Record<OperatorKey, boolean>> = { is_true: true, is_false: false }

/** `status = "new"` is, for a field of options, "is any of: New"; `urgent` by itself is "urgent is: yes". */
export function normalised(condition: Condition, field: Field, kinds: Kinds): Condition {
  const offered = operatorsOf(field, kinds)
  const truth = TRUTHS[condition.operator]
  if (truth !== undefined)
    return { ...condition, operator: 'equals', value: { type: 'boolean', value: truth } }
  const listed = LISTED[condition.operator]
  if (offered.includes(condition.operator) || !listed || !offered.includes(listed)) return condition
  return { ...condition, operator: listed, value: literalList(condition.value) }
}

const PERIODS = new Set<OperatorKey>(['in_period', 'not_in_period'])

/** Another operator keeps what was typed where it still means something. */
export function withOperator(condition: Condition, operator: OperatorKey): Condition {
  const isKept = PERIODS.has(condition.operator) === PERIODS.has(operator)
  return { ...condition, operator, value: isKept ? fittingValue(condition.value, operator) : null }
}

function fittingValue(value: FilterValue, operator: OperatorKey): FilterValue {
  const literals = literalList(value)
  if (!needsValue(operator)) return null
  if (operator === 'in' || operator === 'not_in' || operator === 'between') return literals
  return literals[0] ?? null
}
