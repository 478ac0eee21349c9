/** The conditions that a filter can put on a field, named as in the rule language. */
export const OPERATORS = [
  'equals',
  'not_equals',
  'less',
  'less_or_equal',
  'greater',
  'greater_or_equal',
  'between',
  'in',
  'not_in',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'is_blank',
  'is_not_blank',
  'in_period',
  'not_in_period',
  'my_team',
  'my_unit',
  'in_segment',
  'not_in_segment',
  'is_true',
  'is_false',
] as const
export type OperatorKey = (typeof OPERATORS)[number]

export const TEXT_OPERATORS = [
  'contains',
  'not_contains',
  'equals',
  'not_equals',
  'starts_with',
  'ends_with',
  'is_blank',
  'is_not_blank',
] as const satisfies OperatorKey[]

export const ORDER_OPERATORS = [
  'equals',
  'not_equals',
  'greater',
  'greater_or_equal',
  'less',
  'less_or_equal',
  'between',
  'is_blank',
  'is_not_blank',
] as const satisfies OperatorKey[]

/** Dates: relative stretches first, they are asked for most. */
export const TIME_OPERATORS = [
  'in_period',
  'not_in_period',
  ...ORDER_OPERATORS,
] as const satisfies OperatorKey[]

export const CHOICE_OPERATORS = ['in', 'not_in', 'is_blank', 'is_not_blank'] as const satisfies OperatorKey[]
export const SET_OPERATORS = [
  'contains',
  'not_contains',
  'is_blank',
  'is_not_blank',
] as const satisfies OperatorKey[]
export const PRESENCE_OPERATORS = ['is_blank', 'is_not_blank'] as const satisfies OperatorKey[]
