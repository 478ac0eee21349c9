/** Rights in a role's document: a scope, a switch, or ways that add up. */
import type { GrantDocument, RightDocument } from '../documents'

export const ACTIONS = ['see', 'create', 'edit', 'delete', 'export', 'import'] as const
export type Action = (typeof ACTIONS)[number]
export const SCOPES = ['none', 'shared', 'own', 'team', 'unit_only', 'unit', 'company', 'all'] as const
export type Scope = (typeof SCOPES)[number]

const FOLLOWS: Partial<Record<Action, Action>> = { export: 'see', import: 'create' }

const isScope = (value: unknown): value is Scope => SCOPES.includes(value as Scope)

export function scopeOf(right: RightDocument | undefined): Scope {
  if (typeof right === 'boolean') return right ? 'all' : 'none'
  if (typeof right === 'object') return isScope(right.scope) ? right.scope : 'none'
  return isScope(right) ? right : 'none'
}

/** What holds for an action, and whether the grant says so itself or lets it follow from another. */
export function rightOf(grant: GrantDocument, action: Action): { right: RightDocument; isSaid: boolean } {
  const said = grant[action]
  if (said !== undefined) return { right: said, isSaid: true }
  const follows = FOLLOWS[action]
  return { right: follows ? (grant[follows] ?? 'none') : 'none', isSaid: false }
}

export function hasMore(right: RightDocument | undefined): boolean {
  return typeof right === 'object' && Boolean(right.rule ?? (right.from?.length ? right.from : undefined))
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
