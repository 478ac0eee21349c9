/** Rights in a role's document: a scope, a switch, or ways that add up. */
import type { GrantDocument, RightDocument } from '../documents'

export const ACTIONS = ['see', 'create', 'edit', 'delete', 'export', 'import'] as const
type Column = (typeof ACTIONS)[number] | 'restore'
/** A column of the matrix, or an action that has a name of its own. */
export type Action = Column | (string & {})
/** Rights that a row unfolds: what the product itself names; packages may name others. */
export const FURTHER = ['restore', 'share', 'convert', 'submit', 'assign', 'release'] as const
export const SCOPES = ['none', 'shared', 'own', 'team', 'unit_only', 'unit', 'company', 'all'] as const
export type Scope = (typeof SCOPES)[number]

const FOLLOWS: Partial<Record<Column, Column>> = { restore: 'delete', export: 'see', import: 'create' }

const isColumn = (action: Action): action is Column =>
  action === 'restore' || ACTIONS.some((each) => each === action)

const isScope = (value: unknown): value is Scope => SCOPES.includes(value as Scope)

export function scopeOf(right: RightDocument | undefined): Scope {
  if (typeof right === 'boolean') return right ? 'all' : 'none'
  if (typeof right === 'object') return isScope(right.scope) ? right.scope : 'none'
  return isScope(right) ? right : 'none'
}

/** What holds for an action, and whether the grant says so itself or lets it follow from another. */
export function rightOf(grant: GrantDocument, action: Action): { right: RightDocument; isSaid: boolean } {
  const said = isColumn(action) ? grant[action] : grant.actions?.[action]
  if (said !== undefined) return { right: said, isSaid: true }
  const follows = isColumn(action) ? FOLLOWS[action] : 'edit'
  return { right: follows ? (grant[follows] ?? 'none') : 'none', isSaid: false }
}

/** What changes of a grant with another right for an action. */
export function withRight(
  grant: GrantDocument,
  action: Action,
  right: RightDocument,
): Partial<GrantDocument> {
  return isColumn(action) ? { [action]: right } : { actions: { ...grant.actions, [action]: right } }
}

/** The rights that a row unfolds: those of the product, and whatever else the grant names. */
export function furtherRights(grant: GrantDocument): string[] {
  return [...new Set<string>([...FURTHER, ...Object.keys(grant.actions ?? {})])]
}

export function hasMore(right: RightDocument | undefined): boolean {
  return typeof right === 'object' && Boolean(right.rule ?? (right.from?.length ? right.from : undefined))
}

/** The references to records through which more is reached. */
export const linksOf = (right: RightDocument | undefined): readonly string[] =>
  typeof right === 'object' ? (right.from ?? []) : []

/** How records are reached that no scope gives. */
export function wayOf(right: RightDocument | undefined): 'only_through' | 'only_by_rule' | 'only_both' {
  if (linksOf(right).length === 0) return 'only_by_rule'
  return typeof right === 'object' && right.rule ? 'only_both' : 'only_through'
}

/** The right with another scope; further ways stay. */
export function withScope(right: RightDocument | undefined, scope: Scope): RightDocument {
  return typeof right === 'object' && hasMore(right) ? { ...right, scope } : scope
}

/** The right with other further ways; without any it is its scope again. */
export function withWays(
  right: RightDocument | undefined,
  ways: { rule?: string | undefined; from?: string[] },
): RightDocument {
  const scope = scopeOf(right)
  const from = ways.from?.length ? ways.from : undefined
  if (!ways.rule && !from) return scope
  return { scope, ...(ways.rule ? { rule: ways.rule } : {}), ...(from ? { from } : {}) }
}
