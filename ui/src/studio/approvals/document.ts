/** An approval as the server keeps it; what each attribute means: `odos.workflow.definition`. */
import type { Keyed, Labels, Ordered } from '../documents'

/** Kinds and choices are those of the document's JSON Schema, so that a new one needs no change here. */
export interface ApproverDocument extends Ordered {
  kind: string
  name?: string | undefined
  of?: string | undefined
  near?: boolean | undefined
  levels?: number | undefined
  until?: string | undefined
}

export interface DeadlineDocument extends Ordered {
  after: string
  then: string
}

export interface QuorumDocument {
  need?: number | undefined
  percent?: number | undefined
  veto?: string[] | undefined
}

export interface NodeDocument extends Ordered {
  kind: string
  label?: Labels | undefined
  when?: string | undefined
  approvers?: Keyed<ApproverDocument> | undefined
  mode?: string | undefined
  quorum?: QuorumDocument | undefined
  empty?: string | undefined
  own?: string | undefined
  duplicate?: string | undefined
  departed?: string | undefined
  deadlines?: Keyed<DeadlineDocument> | undefined
  fields?: Record<string, string> | undefined
  take?: string | undefined
  decide?: string | undefined
  result?: string | undefined
  branches?: Keyed<BranchDocument> | undefined
}

export interface BranchDocument extends Ordered {
  label?: Labels | undefined
  when?: string | undefined
  nodes?: Keyed<NodeDocument> | undefined
}

export interface WorkflowDocument extends Ordered {
  id?: string
  kind: 'workflow'
  key: string
  entity: string
  label?: Labels | undefined
  description?: Labels | undefined
  active?: boolean | undefined
  when?: string | undefined
  nodes: Keyed<NodeDocument>
  lock?: string | undefined
  locked_fields?: string[] | undefined
  recall?: string | undefined
  after_approval?: string | undefined
  free_fields?: string[] | undefined
  effects?: Record<string, Record<string, string>> | undefined
}
