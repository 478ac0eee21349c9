import { useQuery } from '@tanstack/react-query'
import type { RunError } from '../../api/automation'
import { useLabel } from '../../schema/labels'
import { useFormat } from '../../shared/format/useFormat'
import { componentsQuery } from '../api/metadata'
import { useAutomationTexts } from './automationTexts'

const SECOND = 1000

/** What a rule is called now, else its key then. */
export function useRuleName(): (key: string) => string {
  const labelOf = useLabel()
  const { data: rules } = useQuery(componentsQuery('rule'))
  return (key) =>
    labelOf(
      rules?.find((rule) => rule.key === key),
      key,
    )
}

/** What went wrong: the findings where there are any. */
export function useErrorText(): (error: RunError) => string {
  const labelOf = useLabel()
  return (error) => {
    const found = (error.issues ?? []).map((issue) => labelOf({ label: issue.message }, issue.code))
    return found.join(' ') || labelOf({ label: error.message }, error.code)
  }
}

/** How long something took, of milliseconds. */
export function useTookText(): (took: number) => string {
  const t = useAutomationTexts()
  const format = useFormat()
  return (took) =>
    took < SECOND
      ? t('took', { ms: format.integer(Math.round(took)) })
      : t('took_s', { s: format.number(String(took / SECOND), 1) })
}
