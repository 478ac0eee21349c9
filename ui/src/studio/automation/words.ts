import { useQuery } from '@tanstack/react-query'
import type { RunError } from '../../api/automation'
import { useLabel } from '../../schema/labels'
import { componentsQuery } from '../api/metadata'

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
