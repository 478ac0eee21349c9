import type { FilterValue, Literal } from '../../fields/literal'
import type { OperatorKey } from '../../fields/operators'

/** What the builder draws. The server turns it into text and text into it: nothing here reads the rule language. */
export interface Condition {
  type: 'condition'
  /** Field path: `name`, `account.owner.name`; empty where the record itself is meant. */
  path: string
  operator: OperatorKey
  value: FilterValue
}
/** Asks about related records: that there is one, how many there are, the sum of a field … */
export interface Collection {
  type: 'collection'
  function: CollectionFunction
  /** Their name, and for sums and the like a field of theirs: `opportunities.amount`. */
  path: string
  where: Group | null
  operator: OperatorKey | null
  value: Literal | null
}
/** What the builder cannot draw, in the rule language. */
export interface TextClause {
  type: 'text'
  text: string
}
export interface Group {
  type: 'group'
  join: 'and' | 'or'
  isNegated?: boolean
  items: FilterNode[]
}
export type FilterNode = Condition | Collection | TextClause | Group
export type CollectionFunction = (typeof COLLECTION_FUNCTIONS)[number]
export const COLLECTION_FUNCTIONS = [
  'any',
  'none',
  'all',
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'count_distinct',
] as const
const CONDITIONAL = new Set<CollectionFunction>(['any', 'none', 'all'])
const OF_RECORDS = new Set<CollectionFunction>(['any', 'none', 'all', 'count'])

/** Compares a number with the answer; the others are the answer. */
export const isCompared = (name: CollectionFunction): boolean => !CONDITIONAL.has(name)
/** Needs a field of the related records. */
export const needsField = (name: CollectionFunction): boolean => !OF_RECORDS.has(name)

/** The way from the root to a node: the position in each group. */
export type NodePath = readonly number[]

export const emptyFilter = (): Group => ({ type: 'group', join: 'and', items: [] })

/** What somebody who opens an empty filter begins with; what is not filled in does not filter. */
export const begun = <T extends Group | null>(tree: T, first: Condition | null): T =>
  tree?.items.length === 0 && first ? { ...tree, items: [first] } : tree

const WITHOUT_VALUE = new Set<OperatorKey>([
  'is_blank',
  'is_not_blank',
  'my_team',
  'my_unit',
  'is_true',
  'is_false',
])

/** Conditions without a right-hand side. */
export function needsValue(operator: OperatorKey): boolean {
  return !WITHOUT_VALUE.has(operator)
}

/** A clause that is still being filled in does not filter. */
export function isComplete(node: FilterNode): boolean {
  switch (node.type) {
    case 'group':
      return node.items.some(isComplete)
    case 'text':
      return node.text.trim() !== ''
    case 'collection':
      return node.path !== '' && (!isCompared(node.function) || node.value !== null)
    case 'condition':
      return isFilledIn(node)
  }
}

function isFilledIn({ path, operator, value }: Condition): boolean {
  const isOfRecord = operator === 'in_segment' || operator === 'not_in_segment'
  if (path === '' && !isOfRecord) return false
  if (!needsValue(operator)) return true
  if (operator === 'between') return Array.isArray(value) && value.length === 2
  return Array.isArray(value) ? value.length > 0 : value !== null
}

export function changeAt(
  root: Group,
  path: NodePath,
  change: (node: FilterNode) => FilterNode | null,
): Group {
  const changed = changeNode(root, path, change)
  return changed?.type === 'group' ? changed : emptyFilter()
}

function changeNode(
  node: FilterNode,
  [position, ...rest]: NodePath,
  change: (node: FilterNode) => FilterNode | null,
): FilterNode | null {
  if (position === undefined) return change(node)
  if (node.type !== 'group') return node
  const items = node.items.flatMap((item, at) =>
    at === position ? (changeNode(item, rest, change) ?? []) : [item],
  )
  return { ...node, items }
}

export function appendTo(root: Group, path: NodePath, node: FilterNode): Group {
  return changeAt(root, path, (group) =>
    group.type === 'group' ? { ...group, items: [...group.items, node] } : group,
  )
}

export function countConditions(node: FilterNode): number {
  if (node.type !== 'group') return isComplete(node) ? 1 : 0
  return node.items.reduce((sum, item) => sum + countConditions(item), 0)
}

/** Sets the condition on a field among the top-level ones; null removes it. For quick filters of a column. */
export function withCondition(root: Group, path: string, condition: Condition | null): Group {
  const isPlain = root.join === 'and' && !root.isNegated
  const own: Group = isPlain ? root : { type: 'group', join: 'and', items: root.items.length ? [root] : [] }
  const others = own.items.filter((item) => item.type !== 'condition' || item.path !== path)
  return { ...own, items: condition ? [...others, condition] : others }
}

export function conditionOn(root: Group, path: string): Condition | undefined {
  if (root.isNegated || (root.join !== 'and' && root.items.length > 1)) return undefined
  return root.items.find((item): item is Condition => item.type === 'condition' && item.path === path)
}
