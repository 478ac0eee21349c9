/** Findings of the checker at the node that they are about. */
import type { Issue } from '../../api/problem'
import { hasErrors } from '../save/issues'
import type { NodeDocument } from './document'
import { nodeAt, pathsOf, type Nodes } from './nodes'

/** Where a node or branch stands in its document: `nodes/size/branches/large/nodes/director`. */
export function documentPath(path: string): string {
  const parts = path.split('/').map((key, at) => [at % 2 === 0 ? 'nodes' : 'branches', key].join('/'))
  return parts.join('/')
}

const pathIn = (issue: Issue, prefix: string) => {
  const path = issue.path ?? ''
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : null
}

export interface Findings {
  at: ReadonlyMap<string, Issue[]>
  /** About the approval as a whole. */
  general: Issue[]
}

/** Issues by the innermost node or branch that they are about; those of a decision table at the forks that ask it. */
export function findingsOf(
  issues: readonly Issue[],
  workflow: string,
  nodes: Nodes,
  tables: Readonly<Record<string, string>>,
): Findings {
  const paths = pathsOf(nodes).toReversed()
  const at = new Map<string, Issue[]>()
  const general: Issue[] = []
  for (const issue of issues) {
    const owners = ownersOf(issue, workflow, nodes, tables, paths)
    for (const owner of owners) at.set(owner, [...(at.get(owner) ?? []), issue])
    if (owners.length === 0) general.push(issue)
  }
  return { at, general }
}

function ownersOf(
  issue: Issue,
  workflow: string,
  nodes: Nodes,
  tables: Readonly<Record<string, string>>,
  paths: readonly string[],
): string[] {
  const inside = pathIn(issue, `workflow/${workflow}`)
  if (inside !== null) {
    const owner = paths
      .filter((path) => `${inside}/`.startsWith(`${documentPath(path)}/`))
      .sort((a, b) => b.length - a.length)[0]
    return owner === undefined ? [] : [owner]
  }
  const rule = Object.keys(tables).find((key) => pathIn(issue, `rule/${key}`) !== null)
  return rule === undefined ? [] : paths.filter((path) => asks(nodeAt(nodes, path), tables[rule]))
}

const asks = (node: NodeDocument | undefined, table: string | undefined) =>
  node?.take === 'table' && node.decide !== undefined && node.decide === table

export function faultOf(issues: readonly Issue[] | undefined): 'error' | 'warning' | undefined {
  if (!issues || issues.length === 0) return undefined
  return hasErrors(issues) ? 'error' : 'warning'
}
