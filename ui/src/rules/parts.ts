import { api } from '../api/client'
import type { Translated } from '../api/types'

/** A score or validation as rows whose expressions are texts; comments travel along in `notes`. */
interface Head {
  entity: string
  title: Translated | null
  when: string | null
  notes?: string[]
  closing?: string[]
}
export interface ScoreClause {
  sign: '+' | '-'
  points: string
  when: string | null
  limit: string | null
  because: Translated | null
  notes?: string[]
}
export interface Band {
  grade: string
  from: string
}
export interface Grades {
  bands: Band[]
  otherwise: string | null
  into: string | null
  notes?: string[]
}
export interface ScoreParts extends Head {
  kind: 'score'
  into: string | null
  clauses: ScoreClause[]
  grades: Grades | null
  qualified: { when: string; into: string | null; notes?: string[] } | null
}
export interface Requirement {
  condition: string
  message: Translated | null
  fields: string[]
  notes?: string[]
}
export interface ValidateParts extends Head {
  kind: 'validate'
  requirements: Requirement[]
}
export type RuleParts = ScoreParts | ValidateParts

export interface FormAnswer {
  text: string
  /** Null: such a rule has a text only. */
  parts: RuleParts | null
}

export const readParts = (text: string, signal?: AbortSignal) =>
  api.post<FormAnswer>('/rules/parts', { text }, signal ? { signal } : {})

export const writeParts = (parts: RuleParts) => api.post<FormAnswer>('/rules/parts', { parts })
