import { literalList, type FilterValue, type Literal } from '../../fields/literal'
import type { OperatorKey } from '../../fields/operators'
import { isComplete, type CollectionFunction, type FilterNode, type Group } from './tree'

/** A clause as the server reads and writes it. */
export type WireClause =
  | { type: 'group'; join: 'and' | 'or'; negated: boolean; items: WireClause[] }
  | { type: 'condition'; path: string; operator: OperatorKey; values: Literal[] }
  | {
      type: 'collection'
      function: CollectionFunction
      path: string
      where: WireClause | null
      operator: OperatorKey | null
      values: Literal[]
    }
  | { type: 'text'; text: string }

const LISTS = new Set<OperatorKey>(['in', 'not_in', 'between'])

export function fromWire(clause: WireClause): FilterNode {
  switch (clause.type) {
    case 'group':
      return fromWireGroup(clause)
    case 'text':
      return clause
    case 'condition':
      return {
        type: 'condition',
        path: clause.path,
        operator: clause.operator,
        value: valueOf(clause.operator, clause.values),
      }
    case 'collection':
      return {
        type: 'collection',
        function: clause.function,
        path: clause.path,
        where: clause.where?.type === 'group' ? fromWireGroup(clause.where) : null,
        operator: clause.operator,
        value: clause.values[0] ?? null,
      }
  }
}

export function fromWireGroup({ join, negated, items }: WireClause & { type: 'group' }): Group {
  return { type: 'group', join, ...(negated ? { isNegated: true } : {}), items: items.map(fromWire) }
}

function valueOf(operator: OperatorKey, values: Literal[]): FilterValue {
  return LISTS.has(operator) ? values : (values[0] ?? null)
}

/** What is filled in; null where nothing is. A list of one is written as an equality, which an index serves best. */
export function toWire(node: FilterNode): WireClause | null {
  if (!isComplete(node)) return null
  switch (node.type) {
    case 'group':
      return {
        type: 'group',
        join: node.join,
        negated: node.isNegated === true,
        items: node.items.flatMap((item) => toWire(item) ?? []),
      }
    case 'text':
      return node
    case 'condition':
      return { type: 'condition', path: node.path, ...writtenTest(node.operator, literalList(node.value)) }
    case 'collection':
      return {
        type: 'collection',
        function: node.function,
        path: node.path,
        where: node.where && toWire(node.where),
        operator: node.operator,
        values: node.value ? [node.value] : [],
      }
  }
}

const SINGLE: Partial<Record<OperatorKey, OperatorKey>> = { in: 'equals', not_in: 'not_equals' }

function writtenTest(operator: OperatorKey, values: Literal[]): { operator: OperatorKey; values: Literal[] } {
  const single = values.length === 1 ? SINGLE[operator] : undefined
  return { operator: single ?? operator, values }
}
