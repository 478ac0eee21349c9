/** Decision tables: rules whose text begins with `decide NAME on ENTITY`. */
import { orderedEntries } from '../../shared/order'
import { suggestItemKey } from '../changes/keys'
import type { Keyed, RuleDocument } from '../documents'
import type { NodeDocument } from './document'

const HEAD = /^(?:\s|#[^\n]*(?:\n|$))*decide\s+([a-z_][a-z0-9_]*)/i

export const tableName = (text: string): string | null => HEAD.exec(text)?.[1]?.toLowerCase() ?? null

/** The key of the rule that holds the table of that name. */
export function findTable(tables: Keyed<RuleDocument>, name: string | undefined): string | undefined {
  return Object.keys(tables).find((key) => tableName(tables[key]?.text ?? '') === name)
}

/** A table for a fork, in which the first branch is taken in all cases: something to start from that holds. */
export function newTable(
  entity: string,
  workflow: string,
  fork: NodeDocument,
  tables: Keyed<RuleDocument>,
  column: string,
): { key: string; name: string; table: RuleDocument } {
  const names = Object.values(tables).map(({ text }) => tableName(text) ?? '')
  const name = suggestItemKey({ en: `${workflow} route` }, names, 'route')
  const key = `${entity}.${suggestItemKey(
    { en: name },
    Object.keys(tables).map((one) => one.split('.').at(-1) ?? one),
    'route',
  )}`
  const first = orderedEntries(fork.branches)
    .slice(0, 1)
    .map(([branch]) => branch)
  const text = `decide ${name} on ${entity}  first match\n  ${column}  ->  steps\n  otherwise  ${JSON.stringify(first)}\n`
  const table: RuleDocument = { kind: 'rule', key, entity, label: fork.label ?? {}, active: true, text }
  return { key, name, table }
}
