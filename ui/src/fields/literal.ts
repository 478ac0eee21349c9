/** The constants that a condition compares with, each as the rule language writes it. */
export type Literal =
  | { type: 'text'; text: string }
  /** Exact decimal text. */
  | { type: 'number'; text: string }
  /** `10` stands for 10 %. */
  | { type: 'percent'; text: string }
  | { type: 'boolean'; value: boolean }
  /** `2026-01-31` */
  | { type: 'date'; text: string }
  /** ISO 8601 with offset. */
  | { type: 'datetime'; text: string }
  /** Known only when the list is read: `user`, `today`, `now - 7 days`. */
  | { type: 'relative'; text: string }

export type FilterValue = Literal | Literal[] | null

export const textLiteral = (text: string): Literal => ({ type: 'text', text })

export function literalList(value: FilterValue): Literal[] {
  if (value === null) return []
  return Array.isArray(value) ? value : [value]
}

export function firstLiteral(value: FilterValue): Literal | undefined {
  return literalList(value)[0]
}

/** The text inside a literal, whatever its type. */
export function literalText(literal: Literal | undefined): string {
  if (!literal) return ''
  return literal.type === 'boolean' ? String(literal.value) : literal.text
}
