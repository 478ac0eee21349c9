import type { CaseNode } from '../api/approvals'
import type { LabelOf } from '../schema/labels'

export interface StepChoice {
  value: string
  label: string
}

/** Every step, copy and fork of a case, those inside branches with the way to them: Authority › Finance › Both. */
export function stepChoices(nodes: CaseNode[], labelOf: LabelOf, way: readonly string[] = []): StepChoice[] {
  const called = (item: { node: string; label: CaseNode['label'] }) =>
    labelOf(item, item.node.split('/').at(-1))
  return nodes.flatMap((node) => {
    const name = called(node)
    const here = way.at(-1) === name ? way : [...way, name] // a branch is often called like its only step
    const inside =
      node.kind === 'fork'
        ? node.branches.flatMap((branch) => stepChoices(branch.nodes, labelOf, [...here, called(branch)]))
        : []
    return [{ value: node.node, label: here.join(' › ') }, ...inside]
  })
}
