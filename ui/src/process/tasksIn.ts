import type { CaseNode, CaseTask } from '../api/approvals'

/** The tasks of all steps, those inside branches too. */
export function tasksIn(nodes: CaseNode[]): CaseTask[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'approval') return node.tasks
    return node.kind === 'fork' ? node.branches.flatMap((branch) => tasksIn(branch.nodes)) : []
  })
}
