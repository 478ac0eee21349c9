import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client'

/** One part of a rule with its value for a record. */
export interface Explanation {
  text: string
  type: string
  value: unknown
  label: string | null
  hidden: boolean
  /** It has no value since it failed. */
  failed?: boolean
  parts: Explanation[]
}

export interface ScoreExplanation {
  /** Null where the viewer may not know what chose the rule. */
  rule: string | null
  label: string | null
  applies: boolean
  points: string
  grade: string | null
  qualified: boolean | null
  clauses: {
    given: string
    applies: boolean
    because: string | null
    when: Explanation | null
    worth: Explanation
  }[]
  /** The points of clauses over what the viewer may not see; null: there are none. */
  hidden: string | null
}

interface Place {
  entity: string
  id: string
  /** The version of the record, so that a changed record is explained anew. */
  version: string | number
}

export const formulaQuery = ({ entity, id, version }: Place, field: string, language: string) =>
  queryOptions({
    queryKey: ['rules', 'explain', entity, id, version, field, language],
    queryFn: ({ signal }) => api.post<Explanation>('/rules/explain', { entity, id, field }, { signal }),
    retry: false,
  })

export const scoreQuery = ({ entity, id, version }: Place, field: string, language: string) =>
  queryOptions({
    queryKey: ['rules', 'trace', entity, id, version, field, language],
    queryFn: ({ signal }) => api.post<ScoreExplanation>('/rules/trace', { entity, id, field }, { signal }),
    retry: false,
  })

export const explainText = (body: { entity: string; id: string; text: string }, signal?: AbortSignal) =>
  api.post<Explanation>('/rules/explain', body, signal ? { signal } : {})

export const readStatement = (body: { entity: string; text: string }, signal?: AbortSignal) =>
  api.post<{ sql: string; parameters: unknown[] }>('/rules/sql', body, signal ? { signal } : {})

/** The parts below the whole, each text once, in the order in which they stand in it. */
export function distinctParts(explanation: Explanation): Explanation[] {
  const seen = new Set<string>([explanation.text])
  const found: Explanation[] = []
  const walk = (part: Explanation) => {
    for (const inner of part.parts) {
      if (!seen.has(inner.text)) {
        seen.add(inner.text)
        found.push(inner)
      }
      walk(inner)
    }
  }
  walk(explanation)
  return found
}
