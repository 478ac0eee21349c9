import type { FilterValue, Literal } from '../../fields/literal'
import type { OperatorKey } from '../../fields/operators'
import { tokenize, type Token } from './tokens'
import { emptyFilter, type Condition, type FilterNode, type Group } from './tree'

/** The text asks for more than the builder can draw, or is no filter at all: the server explains which. */
class OutsideBuilder extends Error {}

/** The builder's tree for a filter text; undefined where only the text form will do. */
export function parseFilter(text: string): Group | undefined {
  if (text.trim() === '') return emptyFilter()
  const tokens = tokenize(text)
  if (!tokens) return undefined
  try {
    const node = new FilterReader(tokens).readAll()
    return node.type === 'group' ? node : { type: 'group', join: 'and', items: [node] }
  } catch (error) {
    if (error instanceof OutsideBuilder) return undefined
    throw error
  }
}

const COMPARISONS: Record<string, OperatorKey> = {
  '=': 'equals',
  '==': 'equals',
  '!=': 'not_equals',
  '<>': 'not_equals',
  '<': 'less',
  '<=': 'less_or_equal',
  '>': 'greater',
  '>=': 'greater_or_equal',
}
const NEGATIONS: Partial<Record<OperatorKey, OperatorKey>> = {
  contains: 'not_contains',
  in: 'not_in',
  equals: 'not_equals',
}

/** Recursive descent over `or`, `and`, `not`, comparisons; the same precedence as the server's grammar. */
class FilterReader {
  private at = 0

  constructor(private readonly tokens: Token[]) {}

  readAll(): FilterNode {
    const node = this.readJoined('or')
    if (this.next.type !== 'end') throw new OutsideBuilder()
    return node
  }

  private get next(): Token {
    return this.tokens[this.at] ?? { type: 'end', text: '' }
  }

  private take(...words: string[]): boolean {
    const isMatch = this.next.type !== 'text' && words.includes(this.next.text.toLowerCase())
    if (isMatch) this.at += 1
    return isMatch
  }

  private expect(...words: string[]): void {
    if (!this.take(...words)) throw new OutsideBuilder()
  }

  private readJoined(join: 'or' | 'and'): FilterNode {
    const read = () => (join === 'or' ? this.readJoined('and') : this.readNegatable())
    const items = [read()]
    while (this.take(join, join === 'or' ? '||' : '&&')) items.push(read())
    return items.length === 1 ? items[0]! : { type: 'group', join, items }
  }

  private readNegatable(): FilterNode {
    if (!this.take('not', '!')) return this.readOperand()
    const inner = this.readOperand()
    const operator = inner.type === 'condition' ? NEGATIONS[inner.operator] : undefined
    if (inner.type === 'group' || !operator) throw new OutsideBuilder()
    return { ...inner, operator }
  }

  private readOperand(): FilterNode {
    if (!this.take('(')) return this.readCondition()
    const inner = this.readJoined('or')
    this.expect(')')
    return inner
  }

  private readCondition(): Condition {
    const { type, text: path } = this.next
    if (type !== 'name' || RESERVED.has(path.toLowerCase())) throw new OutsideBuilder()
    this.at += 1
    return { type: 'condition', path, ...this.readTest() }
  }

  private readTest(): { operator: OperatorKey; value: FilterValue } {
    const comparison = this.next.type === 'sign' ? COMPARISONS[this.next.text] : undefined
    if (comparison) {
      this.at += 1
      return { operator: comparison, value: this.readLiteral() }
    }
    if (this.take('is')) return this.readBlank()
    if (this.take('contains')) return { operator: 'contains', value: this.readLiteral() }
    if (this.take('between')) return { operator: 'between', value: this.readRange() }
    if (this.take('in')) return { operator: 'in', value: this.readList() }
    return this.readTwoWordTest()
  }

  private readTwoWordTest(): { operator: OperatorKey; value: FilterValue } {
    if (this.take('not')) {
      this.expect('in')
      return { operator: 'not_in', value: this.readList() }
    }
    const operator = this.take('starts') ? 'starts_with' : 'ends_with'
    if (operator === 'ends_with') this.expect('ends')
    this.expect('with')
    return { operator, value: this.readLiteral() }
  }

  private readBlank(): { operator: OperatorKey; value: FilterValue } {
    const operator = this.take('not') ? 'is_not_blank' : 'is_blank'
    this.expect('blank')
    return { operator, value: null }
  }

  private readRange(): Literal[] {
    const from = this.readLiteral()
    this.expect('and')
    return [from, this.readLiteral()]
  }

  private readList(): Literal[] {
    this.expect('[')
    const literals = [this.readLiteral()]
    while (this.take(',')) literals.push(this.readLiteral())
    this.expect(']')
    return literals
  }

  private readLiteral(): Literal {
    const sign = this.take('-') ? '-' : ''
    const { type, text } = this.next
    this.at += 1
    if (type === 'number' || type === 'percent') return { type, text: sign + text }
    if (sign) throw new OutsideBuilder()
    if (type === 'text') return { type, text }
    if (type === 'name') return this.readNamedLiteral(text.toLowerCase())
    throw new OutsideBuilder()
  }

  private readNamedLiteral(name: string): Literal {
    if (name === 'true' || name === 'false') return { type: 'boolean', value: name === 'true' }
    if (name === 'user') return { type: 'relative', text: 'user' }
    if (name === 'today' || name === 'now') return { type: 'relative', text: name + this.readOffset() }
    if (name === 'date') return { type: 'date', text: this.readDate() }
    if (name === 'datetimevalue') return { type: 'datetime', text: this.readArgument() }
    throw new OutsideBuilder()
  }

  private readOffset(): string {
    const sign = this.take('-') ? '-' : this.take('+') ? '+' : undefined
    if (!sign) return ''
    const [count, unit] = [this.next.text, this.tokens[this.at + 1]?.text.toLowerCase() ?? '']
    if (this.next.type !== 'number' || !/^(day|week|month|year|hour)s?$/.test(unit))
      throw new OutsideBuilder()
    this.at += 2
    return ` ${sign} ${count} ${unit}`
  }

  private readDate(): string {
    this.expect('(')
    const parts = [this.readInteger()]
    while (this.take(',')) parts.push(this.readInteger())
    this.expect(')')
    if (parts.length !== 3) throw new OutsideBuilder()
    const [year = '', month = '', day = ''] = parts
    return `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  }

  private readInteger(): string {
    const { type, text } = this.next
    if (type !== 'number' || text.includes('.')) throw new OutsideBuilder()
    this.at += 1
    return text
  }

  private readArgument(): string {
    this.expect('(')
    const { type, text } = this.next
    if (type !== 'text') throw new OutsideBuilder()
    this.at += 1
    this.expect(')')
    return text
  }
}

const RESERVED = new Set([
  'and',
  'or',
  'not',
  'in',
  'is',
  'blank',
  'contains',
  'between',
  'true',
  'false',
  'null',
  'user',
  'today',
  'now',
])
