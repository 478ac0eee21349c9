import { api } from '../api/client'
import type { Issue } from '../api/problem'

/** What the text of a rule is: a value, a condition, or a whole statement such as a score. */
export type RuleKind = 'expression' | 'condition' | 'statement'

export type ProposalKind =
  'field' | 'reference' | 'collection' | 'option' | 'record' | 'function' | 'aggregate' | 'value' | 'word'

export interface Proposal {
  text: string
  back: number
  kind: ProposalKind
  label: string | null
  type: string | null
  target: string | null
  help: string | null
  example: string | null
  fits: boolean
}

export interface Completion {
  from: number
  to: number
  proposals: Proposal[]
}

export interface Hover {
  from: number
  to: number
  kind: ProposalKind
  code: string
  title: string | null
  type: string | null
  target: string | null
  help: string | null
  example: string | null
  gives: string | null
}

export interface RulePlace {
  entity: string
  kind?: RuleKind
  text: string
  /** In letters, see `positions`. */
  position: number
}

export const completeRule = (place: RulePlace, signal?: AbortSignal) =>
  api.post<Completion>('/rules/complete', place, signal ? { signal } : {})

export const hoverRule = (place: RulePlace) => api.post<{ hover: Hover | null }>('/rules/hover', place)

export interface CheckedRule {
  tree: unknown
  type: string | null
  /** The canonical text; null where the text is at fault. */
  text: string | null
  issues: Issue[]
}

export const checkRule = (body: { entity: string; kind: RuleKind; text: string }, signal?: AbortSignal) =>
  api.post<CheckedRule>('/rules/check', body, signal ? { signal } : {})
