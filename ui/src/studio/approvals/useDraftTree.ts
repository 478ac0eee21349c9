import type { Simulation } from '../../api/approvals'
import type { Entity } from '../../api/types'
import {
  END,
  START,
  type CardLine,
  type PictureBranch,
  type PictureNode,
  type PictureTree,
} from '../../process/picture/tree'
import { useLabel } from '../../schema/labels'
import { orderedEntries } from '../../shared/order'
import { useApprovalTexts } from './approvalTexts'
import type { BranchDocument, NodeDocument, WorkflowDocument } from './document'
import { faultOf, type Findings } from './findings'
import { branchAt, nodeAt, pathsOf } from './nodes'
import { useConditionWords } from './useConditionWords'
import { useApproverWords, useSpanWords } from './words'

export interface DraftShown {
  entity: Entity
  workflow: WorkflowDocument
  findings: Findings
  simulation: Simulation | null
}

/** The document as a picture: who is asked in words, conditions in words, what is wrong, and the way that was tried. */
export function useDraftTree({ entity, workflow, findings, simulation }: DraftShown): PictureTree {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const paths = pathsOf(workflow.nodes)
  const nodes = paths.flatMap((path) => nodeAt(workflow.nodes, path) ?? [])
  const branches = paths.flatMap((path) => branchAt(workflow.nodes, path) ?? [])
  const approvers = nodes.flatMap((node) => Object.values(node.approvers ?? {}))
  const who = useApproverWords(entity, approvers)
  const conditions = [workflow, ...nodes, ...branches].flatMap(({ when }) => when ?? [])
  const condition = useConditionWords(entity, conditions)
  const span = useSpanWords()

  const markOf = (path: string) => (simulation ? (simulation.marks[path] ?? null) : undefined)
  const asked = new Map(
    [...(simulation?.steps ?? []), ...(simulation?.copies ?? [])].map(({ node, people }) => [node, people]),
  )
  const head = (path: string, item: NodeDocument | BranchDocument, kind: string) => ({
    id: path,
    kind,
    title: labelOf(item, path.split('/').at(-1)),
    mark: markOf(path),
    fault: faultOf(findings.at.get(path)),
  })
  const when = (text: string | undefined): CardLine[] =>
    text ? [{ text: condition(text), icon: 'condition', title: text }] : []
  const people = (path: string, node: NodeDocument): CardLine[] => {
    const found = asked.get(path)
    if (found)
      return [
        {
          text: found.map(({ label }) => label).join(', ') || t('card.nobody'),
          icon: 'people',
          tone: 'good',
        },
      ]
    const named = orderedEntries(node.approvers).map(([, approver]) => who(approver))
    return node.approvers || node.kind !== 'fork'
      ? [{ text: named.join(', ') || t('card.nobody'), icon: 'people' }]
      : []
  }
  const deadlines = (node: NodeDocument): CardLine[] => {
    const said = orderedEntries(node.deadlines).map(
      ([, { after, then }]) => `${span(after)}: ${t(`choice.then.${then}`, { defaultValue: then })}`,
    )
    return said.length > 0 ? [{ text: said.join(' · '), icon: 'clock', tone: 'quiet' }] : []
  }
  const table = (node: NodeDocument): CardLine[] =>
    node.take === 'table' ? [{ text: node.decide || t('card.no_table'), icon: 'table' }] : []
  const nodeCard = (path: string, node: NodeDocument): PictureNode => {
    const mode = node.kind === 'fork' ? `take.${node.take ?? 'first'}` : `mode.${node.mode ?? 'any'}`
    const hasTag = node.kind === 'fork' || node.kind === 'approval'
    return {
      ...head(path, node, node.kind),
      ...(hasTag ? { tag: t(`short.${mode}`, { defaultValue: mode }) } : {}),
      lines: [...when(node.when), ...people(path, node), ...table(node), ...deadlines(node)],
      ...(node.branches
        ? {
            branches: orderedEntries(node.branches).map(([key, one]) =>
              branchCard(`${path}/${key}`, one, node),
            ),
          }
        : {}),
    }
  }
  const branchCard = (path: string, branch: BranchDocument, fork: NodeDocument): PictureBranch => ({
    ...head(path, branch, 'branch'),
    // A branch that was taken stays active for the engine; here it is behind us.
    ...(markOf(path) ? { mark: 'passed' as const } : {}),
    lines: branch.when
      ? when(branch.when)
      : [{ text: t(fork.take === 'table' ? 'card.by_table' : 'card.no_condition'), tone: 'quiet' }],
    nodes: orderedEntries(branch.nodes).map(([key, node]) => nodeCard(`${path}/${key}`, node)),
  })

  return {
    start: {
      id: START,
      kind: 'start',
      title: t('card.start', { entity: labelOf(entity) }),
      lines: workflow.when ? when(workflow.when) : [{ text: t('card.all_records'), tone: 'quiet' }],
      mark: simulation ? 'passed' : undefined,
      fault: faultOf(findings.general),
    },
    nodes: orderedEntries(workflow.nodes).map(([key, node]) => nodeCard(key, node)),
    end: {
      id: END,
      kind: 'end',
      title: t(
        simulation && simulation.outcome !== 'approved' ? `card.outcome_${simulation.outcome}` : 'card.end',
        {
          defaultValue: t('card.end'),
        },
      ),
      lines: [],
      mark: simulation?.outcome === 'approved' ? 'passed' : undefined,
    },
  }
}
