import { createContext, useContext } from 'react'
import type { Entity } from '../../api/types'
import type { Keyed, RuleDocument } from '../documents'
import type { Choices } from './choices'
import type { BranchDocument, NodeDocument, WorkflowDocument } from './document'

/** What the forms of the editor read and change. */
export interface Approval {
  entity: Entity
  choices: Choices
  workflow: WorkflowDocument
  /** The decision tables of the entity, by the key of their rule. */
  tables: Keyed<RuleDocument>
  setWorkflow: (part: Partial<WorkflowDocument>) => void
  setNode: (path: string, part: Partial<NodeDocument>) => void
  setBranch: (path: string, part: Partial<BranchDocument>) => void
  setTable: (key: string, table: RuleDocument) => void
  select: (path: string | null) => void
}

export const ApprovalContext = createContext<Approval | null>(null)

export function useApproval(): Approval {
  const approval = useContext(ApprovalContext)
  if (!approval) throw new Error('useApproval needs an ApprovalContext')
  return approval
}
