/** Which control an issue of the server belongs to. */
import type { Issue } from '../../api/problem'

/** Parts of a path that say in which change or document the fault is, not at which attribute. */
const CHANGE = /^(changes\/)?\d+\//

/**
 * The path of an issue as seen from a document: `changes/0/document/label` and, with the prefix
 * `fields/score`, `entities/lead/fields/score/label` both become `label`.
 */
export function pathWithin(path: string, prefix = ''): string {
  const inner = path.replace(CHANGE, '').replace(/^document\/?/, '')
  if (prefix === '') return inner
  const at = `/${inner}/`.lastIndexOf(`/${prefix}/`)
  return at < 0 ? inner : inner.slice(at + prefix.length + 1)
}

function isAt(path: string, name: string): boolean {
  return path === name || path.startsWith(`${name}/`)
}

export function issuesAt(issues: readonly Issue[], names: readonly string[], prefix?: string): Issue[] {
  return issues.filter(({ path }) => {
    const within = pathWithin(path ?? '', prefix)
    return names.some((name) => isAt(within, name))
  })
}

/** Issues that none of the named controls shows; they stand above the form. */
export function issuesElsewhere(
  issues: readonly Issue[],
  names: readonly string[],
  prefix?: string,
): Issue[] {
  const shown = new Set(issuesAt(issues, names, prefix))
  return issues.filter((issue) => !shown.has(issue))
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some(({ severity }) => severity === undefined || severity === 'error')
}

export interface IssuePlace {
  kind: string
  key: string
  field: string | null
}

/** The component that an issue is about, from paths like `entity/lead/fields/account` and `view/lead.open/sort`. */
export function placeOf({ path }: Issue): IssuePlace | null {
  const [, kind, key, field] = /^([a-z]+)\/([a-z0-9_.]+)(?:\/fields\/([a-z0-9_]+))?/.exec(path ?? '') ?? []
  return kind && key && kind !== 'changes'
    ? { kind, key, field: kind === 'entity' ? (field ?? null) : null }
    : null
}
