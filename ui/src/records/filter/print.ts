import { literalList, type Literal } from '../../fields/literal'
import type { OperatorKey } from '../../fields/operators'
import { isComplete, type Condition, type FilterNode } from './tree'

const INFIX: Partial<Record<OperatorKey, string>> = {
  equals: '=',
  not_equals: '!=',
  less: '<',
  less_or_equal: '<=',
  greater: '>',
  greater_or_equal: '>=',
  contains: 'contains',
  starts_with: 'starts with',
  ends_with: 'ends with',
}

/** A filter in the rule language; unfinished conditions are left out. Empty text: no filter. */
export function printFilter(node: FilterNode): string {
  return printNode(node, true)
}

function printNode(node: FilterNode, isOutermost: boolean): string {
  if (node.type === 'condition') return isComplete(node) ? printCondition(node) : ''
  const filled = node.items.filter((item) => printNode(item, false) !== '')
  if (filled.length === 1) return printNode(filled[0]!, isOutermost)
  const text = filled.map((item) => printNode(item, false)).join(` ${node.join} `)
  return filled.length > 1 && !isOutermost ? `(${text})` : text
}

function printCondition({ path, operator, value }: Condition): string {
  const literals = literalList(value)
  const [first] = literals
  if (operator === 'is_blank') return `${path} is blank`
  if (operator === 'is_not_blank') return `${path} is not blank`
  if (operator === 'in') return printMembership(path, literals)
  if (operator === 'not_in') return printAbsence(path, literals)
  if (!first) return ''
  if (operator === 'between')
    return `${path} between ${printLiteral(first)} and ${printLiteral(literals[1] ?? first)}`
  if (operator === 'not_contains') return `not (${path} contains ${printLiteral(first)})`
  return `${path} ${INFIX[operator]} ${printLiteral(first)}`
}

/** Lists hold constants only; what is relative stands beside the list. */
function printMembership(path: string, literals: Literal[]): string {
  const parts = splitRelative(literals).map((group) => printOneOf(path, group))
  return parts.length > 1 ? `(${parts.join(' or ')})` : (parts[0] ?? '')
}

function printAbsence(path: string, literals: Literal[]): string {
  const parts = splitRelative(literals).map((group) => printNoneOf(path, group))
  return parts.length > 1 ? `(${parts.join(' and ')})` : (parts[0] ?? '')
}

function printNoneOf(path: string, literals: Literal[]): string {
  const [first] = literals
  if (first && literals.length === 1) return `${path} != ${printLiteral(first)}`
  return `${path} not in [${literals.map(printLiteral).join(', ')}]`
}

function printOneOf(path: string, literals: Literal[]): string {
  const [first] = literals
  if (first && literals.length === 1) return `${path} = ${printLiteral(first)}`
  return `${path} in [${literals.map(printLiteral).join(', ')}]`
}

function splitRelative(literals: Literal[]): Literal[][] {
  const constants = literals.filter(({ type }) => type !== 'relative')
  const relatives = literals.filter(({ type }) => type === 'relative').map((literal) => [literal])
  return constants.length ? [...relatives, constants] : relatives
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\t': '\\t' }

export function printText(text: string): string {
  return `"${text.replace(/["\\\n\t]/g, (sign) => ESCAPES[sign] ?? sign)}"`
}

function printLiteral(literal: Literal): string {
  switch (literal.type) {
    case 'text':
      return printText(literal.text)
    case 'percent':
      return `${literal.text}%`
    case 'boolean':
      return String(literal.value)
    case 'date':
      return `DATE(${literal.text.split('-').map(Number).join(', ')})`
    case 'datetime':
      return `DATETIMEVALUE(${printText(literal.text)})`
    default:
      return literal.text
  }
}
