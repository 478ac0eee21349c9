import type { FilterValue } from '../../fields/literal'
import type { OperatorKey } from '../../fields/operators'

/** What the builder can draw: groups of conditions. Its text form is the rule language (`print`, `parse`). */
export interface Condition {
  type: 'condition'
  /** Field path: `name`, `account.owner.name`. */
  path: string
  operator: OperatorKey
  value: FilterValue
}
export interface Group {
  type: 'group'
  join: 'and' | 'or'
  items: FilterNode[]
}
export type FilterNode = Condition | Group

/** The way from the root to a node: the position in each group. */
export type NodePath = readonly number[]

export const emptyFilter = (): Group => ({ type: 'group', join: 'and', items: [] })

/** Conditions without a right-hand side. */
export function needsValue(operator: OperatorKey): boolean {
  return operator !== 'is_blank' && operator !== 'is_not_blank'
}

/** A condition that is still being filled in does not filter. */
export function isComplete({ path, operator, value }: Condition): boolean {
  if (path === '') return false
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
  if (node.type === 'condition') return isComplete(node) ? 1 : 0
  return node.items.reduce((sum, item) => sum + countConditions(item), 0)
}

/** Sets the condition on a field among the top-level ones; null removes it. For quick filters of a column. */
export function withCondition(root: Group, path: string, condition: Condition | null): Group {
  const own: Group =
    root.join === 'and' ? root : { type: 'group', join: 'and', items: root.items.length ? [root] : [] }
  const others = own.items.filter((item) => item.type === 'group' || item.path !== path)
  return { ...own, items: condition ? [...others, condition] : others }
}

export function conditionOn(root: Group, path: string): Condition | undefined {
  if (root.join !== 'and' && root.items.length > 1) return undefined
  return root.items.find((item): item is Condition => item.type === 'condition' && item.path === path)
}
