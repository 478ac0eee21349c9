/** What the "+" of the picture puts down, by kind of node. Forks come in the ways in which they can be taken. */
import type { NodeDocument } from './document'

export interface Template {
  key: string
  /** The kind of node that the engine must have, and for forks the way they are taken. */
  kind: string
  take?: string
  make: () => NodeDocument
}

const branches = () => ({
  branch_1: { order: 10, label: { en: 'Branch 1', 'zh-hans': '分支一' }, nodes: {} },
  branch_2: { order: 20, label: { en: 'Branch 2', 'zh-hans': '分支二' }, nodes: {} },
})

const TEMPLATES: Template[] = [
  {
    key: 'approval',
    kind: 'approval',
    make: () => ({
      kind: 'approval',
      label: { en: 'Approval', 'zh-hans': '审批' },
      approvers: { manager: { kind: 'manager', order: 10 } },
      mode: 'any',
    }),
  },
  {
    key: 'copy',
    kind: 'copy',
    make: () => ({
      kind: 'copy',
      label: { en: 'Copy', 'zh-hans': '抄送' },
      approvers: { submitter: { kind: 'submitter', order: 10 } },
    }),
  },
  {
    key: 'fork_first',
    kind: 'fork',
    take: 'first',
    make: () => ({
      kind: 'fork',
      label: { en: 'By condition', 'zh-hans': '条件分支' },
      take: 'first',
      branches: {
        ...branches(),
        branch_2: { order: 20, label: { en: 'Otherwise', 'zh-hans': '其他情况' }, nodes: {} },
      },
    }),
  },
  {
    key: 'fork_all',
    kind: 'fork',
    take: 'all',
    make: () => ({
      kind: 'fork',
      label: { en: 'Side by side', 'zh-hans': '并行分支' },
      take: 'all',
      branches: branches(),
    }),
  },
  {
    key: 'fork_table',
    kind: 'fork',
    take: 'table',
    make: () => ({
      kind: 'fork',
      label: { en: 'By a decision table', 'zh-hans': '按决策表' },
      take: 'table',
      branches: branches(),
    }),
  },
]
const KNOWN = new Set(TEMPLATES.map(({ kind }) => kind))

/** All that the engine has: a kind without a template starts empty. */
export function templatesFor(kinds: readonly string[], takes: readonly string[]): Template[] {
  const known = TEMPLATES.filter(
    ({ kind, take }) => kinds.includes(kind) && (take === undefined || takes.includes(take)),
  )
  const others = kinds
    .filter((kind) => !KNOWN.has(kind))
    .map((kind) => ({ key: kind, kind, make: () => ({ kind, label: { en: kind } }) }))
  return [...known, ...others]
}

/** A fork into whose first branch something is wrapped. */
export function wrappingFork(): NodeDocument {
  const made = TEMPLATES.find(({ key }) => key === 'fork_first')
  if (!made) throw new Error('there is no fork')
  return made.make()
}
