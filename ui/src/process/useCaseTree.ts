import { useTranslation } from 'react-i18next'
import type { ApprovalCase, CaseNode, CaseTask, ForkNode, StepNode } from '../api/approvals'
import { useLabel, type LabelOf } from '../schema/labels'
import { useFormat } from '../shared/format/useFormat'
import { saidText } from './saidText'
import { END, START, type CardLine, type PictureNode, type PictureTree } from './picture/tree'

interface Words {
  t: ReturnType<typeof useTranslation>['t']
  labelOf: LabelOf
  format: ReturnType<typeof useFormat>
  isOver: boolean
}

/** Where a case stands, as a picture: who was asked in each step, which branches it went through. */
export function useCaseTree(approval: ApprovalCase): PictureTree {
  const { t } = useTranslation()
  const isOver = approval.status !== 'running' && approval.status !== 'returned'
  const words: Words = { t, labelOf: useLabel(), format: useFormat(), isOver }
  return {
    start: {
      id: START,
      kind: 'start',
      title: t('approval.submitted_by', { name: approval.submitter?.label ?? '' }),
      lines: [{ text: words.format.dateTime(approval.started_at), tone: 'quiet' }],
      mark: 'passed',
    },
    nodes: approval.nodes.map((node) => nodeCard(node, words)),
    end: {
      id: END,
      kind: 'end',
      title: t(isOver ? `approval.status_${approval.status}` : 'approval.not_finished'),
      lines: approval.ended_at ? [{ text: words.format.dateTime(approval.ended_at), tone: 'quiet' }] : [],
      mark: approval.status === 'approved' ? 'passed' : null,
    },
  }
}

function nodeCard(node: CaseNode, words: Words): PictureNode {
  const { t, labelOf, isOver } = words
  return {
    id: node.node,
    kind: node.kind,
    title: labelOf(node, node.node.split('/').at(-1)),
    mark: isOver && node.mark === 'active' ? null : node.mark, // nothing goes on where it was given up
    ...(node.kind === 'approval' ? stepCard(node, words) : {}),
    ...(node.kind === 'fork' ? forkCard(node, words) : {}),
    lines: [
      ...conditionLine(node.when, t),
      ...(node.kind === 'approval' ? stepLines(node, words) : []),
      ...(node.kind === 'copy' ? [{ text: t('approval.copied'), tone: 'quiet' as const }] : []),
    ],
  }
}

function conditionLine(when: string | null, t: Words['t']): CardLine[] {
  return when ? [{ text: `${t('approval.when')} ${when}`, icon: 'condition', tone: 'quiet' }] : []
}

function stepCard(step: StepNode, { t }: Words) {
  const asked = step.tasks.filter(({ added }) => added === null)
  return asked.length > 1 ? { tag: t(`approval.mode_${step.mode}`, { count: step.needed ?? 1 }) } : {}
}

function stepLines(step: StepNode, words: Words): CardLine[] {
  if (step.tasks.length === 0)
    return step.mark === 'skipped' ? [{ text: words.t('approval.skipped'), tone: 'quiet' }] : []
  return step.tasks.flatMap((task) => taskLines(task, words))
}

const TONES: Partial<Record<CaseTask['status'], CardLine['tone']>> = {
  approved: 'good',
  rejected: 'bad',
  open: 'active',
  withdrawn: 'quiet',
}

function taskLines(task: CaseTask, { t, format }: Words): CardLine[] {
  const tone = TONES[task.status]
  const said = [
    task.user?.label,
    task.for && t('approval.for', { name: task.for.label }),
    task.added && t(`approval.added_${task.added}`),
    t(`approval.status_${task.status}`),
    task.decided_at && format.ago(task.decided_at),
  ]
  const due = task.due_at && t('approval.due', { when: format.dateTime(task.due_at) })
  return [
    {
      text: said.filter(Boolean).join(' · '),
      icon: 'people',
      ...(tone ? { tone } : {}),
      ...(task.decided_at
        ? { title: `${said.filter(Boolean).join(' · ')} (${format.dateTime(task.decided_at)})` }
        : {}),
    },
    ...(due ? [{ text: due, icon: 'clock' as const, tone: 'quiet' as const }] : []),
    ...(task.comment
      ? [{ text: `“${saidText(task.comment, t)}”`, icon: 'comment' as const, tone: 'quiet' as const }]
      : []),
  ]
}

/** Branches that were not taken show their heads only. */
function forkCard(fork: ForkNode, words: Words) {
  const { t, labelOf } = words
  const isSettled = fork.mark !== null
  return {
    tag: t(`approval.fork_${fork.take}`),
    branches: fork.branches.map((branch) => ({
      id: branch.node,
      kind: 'branch',
      title: labelOf(branch, branch.node.split('/').at(-1)),
      lines: conditionLine(branch.when, t),
      mark: branch.taken ? ('passed' as const) : isSettled ? ('skipped' as const) : null,
      nodes: isSettled && !branch.taken ? [] : branch.nodes.map((node) => nodeCard(node, words)),
    })),
  }
}
