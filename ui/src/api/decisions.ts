import { api } from './client'
import type { Translated } from './values'

export interface MailedDecision {
  state: 'open' | 'used' | 'expired' | 'closed'
  approval: string
  label: Translated
  record: string | null
  submitter: string | null
  person: string | null
  started_at: string
  expires_at: string
  /** What the approval shows of the record. */
  values: { field: string; label: Translated; words: Translated }[]
}

export function lookAtDecision(token: string): Promise<MailedDecision> {
  return api.post<MailedDecision>('/decisions/look', { token })
}

export function decideByLink(
  token: string,
  decision: 'approve' | 'reject',
  comment: string,
): Promise<MailedDecision> {
  return api.post<MailedDecision>('/decisions', { token, decision, comment })
}
