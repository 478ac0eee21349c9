import type { useTranslation } from 'react-i18next'

/** What the platform writes where it acts by itself. */
const REASONS: Readonly<Record<string, string>> = {
  deadline: 'approval.reason_deadline',
  left: 'approval.reason_left',
  delegation: 'approval.reason_delegation',
  'hand-over': 'approval.reason_hand_over',
}

/** A comment, in the reader's language where the platform made it. */
export function saidText(comment: string, t: ReturnType<typeof useTranslation>['t']): string {
  const reason = REASONS[comment]
  return reason ? t(reason) : comment
}
