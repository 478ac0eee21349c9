/** How each kind of approver is asked for and said; a kind that is not listed gets every attribute it may have. */
import type { ApproverDocument } from './document'

/** What `name` names. */
export type Named = 'user' | 'role' | 'position' | 'person_path' | 'text'
/** What `of` leads to. */
export type Origin = 'user' | 'unit'

export interface ApproverKind {
  named: Named | null
  of: Origin | null
  /** Further attributes, where the engine has them. */
  has: readonly ('near' | 'levels' | 'until')[]
}

const KINDS: Record<string, ApproverKind> = {
  user: { named: 'user', of: null, has: [] },
  role: { named: 'role', of: 'unit', has: ['near'] },
  position: { named: 'position', of: 'unit', has: ['near'] },
  field: { named: 'person_path', of: null, has: [] },
  manager: { named: null, of: 'user', has: ['levels', 'until'] },
  head: { named: null, of: 'unit', has: ['levels', 'until'] },
  submitter: { named: null, of: null, has: [] },
}
const OTHER: ApproverKind = { named: 'text', of: 'user', has: ['near', 'levels', 'until'] }

export const approverKind = (kind: string): ApproverKind => KINDS[kind] ?? OTHER

/** An approver turned into another kind keeps only what the new kind has. */
export function withKind(approver: ApproverDocument, kind: string): ApproverDocument {
  return { kind, ...(approver.order === undefined ? {} : { order: approver.order }) }
}
