import { useState } from 'react'
import type { Place } from '../../../process/picture/tree'
import type { Editor } from '../../save/useEditor'
import type { RuleDocument } from '../../documents'
import type { BranchDocument, NodeDocument, WorkflowDocument } from '../document'
import {
  addBranch,
  branchIndex,
  changeBranch,
  changeNode,
  duplicateBranch,
  duplicateNode,
  insertNode,
  isBranch,
  keyOf,
  moveBranch,
  moveNode,
  nodeAt,
  parentOf,
  pathsOf,
  placeOf,
  removeBranch,
  removeNode,
  shiftNode,
  wrapNode,
  type Edited,
  type Nodes,
} from '../nodes'
import { wrappingFork } from '../templates'
import type { ApprovalDraft } from './useApprovalEditor'

export interface Editing {
  selected: string | null
  select: (path: string | null) => void
  copied: NodeDocument | null
  copy: (path: string) => void
  paste: (place: Place) => void
  insert: (place: Place, node: NodeDocument) => void
  move: (path: string, place: Place) => void
  shift: (path: string, distance: -1 | 1) => void
  wrap: (path: string) => void
  duplicate: (path: string) => void
  remove: (path: string) => void
  addBranch: (fork: string) => void
  setWorkflow: (part: Partial<WorkflowDocument>) => void
  setNode: (path: string, part: Partial<NodeDocument>) => void
  setBranch: (path: string, part: Partial<BranchDocument>) => void
  setTable: (key: string, table: RuleDocument) => void
}

const NAMES = { en: 'Branch', 'zh-hans': '分支' }

/** Without what is emptied, so that nothing is stored that says nothing. */
function filled<T extends object>(document: T): T {
  return Object.fromEntries(
    Object.entries(document).filter(([, value]) => value !== undefined && value !== ''),
  ) as T
}

/** Everything that can be done to the drawing; each is one step of undo. */
export function useEditing({ value, change }: Editor<ApprovalDraft>): Editing {
  const [selected, select] = useState<string | null>(null)
  const [copied, setCopied] = useState<NodeDocument | null>(null)
  const { nodes } = value.workflow
  const setWorkflow = (part: Partial<WorkflowDocument>) =>
    change(
      (draft) => ({ ...draft, workflow: filled({ ...draft.workflow, ...part }) }),
      `workflow ${Object.keys(part).join()}`,
    )
  const setNodes = (next: Nodes, about?: string) =>
    change((draft) => ({ ...draft, workflow: { ...draft.workflow, nodes: next } }), about)
  const put = ({ nodes: next, path }: Edited) => {
    if (next === nodes) return
    setNodes(next)
    select(path)
  }
  return {
    selected,
    select,
    copied,
    copy: (path) => setCopied(nodeAt(nodes, path) ?? null),
    paste: (place) => copied && put(insertNode(nodes, place, copied)),
    insert: (place, node) => put(insertNode(nodes, place, node)),
    move: (path, place) => put(moveNode(nodes, path, place)),
    shift: (path, distance) =>
      isBranch(path)
        ? setNodes(moveBranch(nodes, path, Math.max(0, branchIndex(nodes, path) + distance)))
        : put(shiftNode(nodes, path, distance)),
    wrap: (path) => put(wrapNode(nodes, path, wrappingFork())),
    duplicate: (path) => put(isBranch(path) ? duplicateBranch(nodes, path) : duplicateNode(nodes, path)),
    remove: (path) => {
      setNodes(isBranch(path) ? removeBranch(nodes, path) : removeNode(nodes, path))
      select(neighbourOf(nodes, path))
    },
    addBranch: (fork) => {
      const count = Object.keys(nodeAt(nodes, fork)?.branches ?? {}).length + 1
      const label = Object.fromEntries(
        Object.entries(NAMES).map(([language, name]) => [language, `${name} ${count}`]),
      )
      put(addBranch(nodes, fork, { label, nodes: {} }))
    },
    setWorkflow,
    setNode: (path, part) =>
      setNodes(
        changeNode(nodes, path, (node) => filled({ ...node, ...part })),
        `${path} ${Object.keys(part).join()}`,
      ),
    setBranch: (path, part) =>
      setNodes(
        changeBranch(nodes, path, (branch) => filled({ ...branch, ...part })),
        `${path} ${Object.keys(part).join()}`,
      ),
    setTable: (key, table) =>
      change((draft) => ({ ...draft, tables: { ...draft.tables, [key]: table } }), `table ${key}`),
  }
}

/** What is chosen when something goes: what stood before it, else what it stood in. */
function neighbourOf(nodes: Nodes, path: string): string | null {
  const parent = parentOf(path)
  if (isBranch(path)) return parent
  const { index } = placeOf(nodes, path)
  const siblings = pathsOf(nodes).filter(
    (other) => parentOf(other) === parent && keyOf(other) !== keyOf(path),
  )
  return siblings[index - 1] ?? (parent === '' ? null : parent)
}
