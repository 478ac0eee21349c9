import { useSearchParams } from 'react-router'
import type { RunConditions } from '../../api/automation'

const NAMES = [
  'rule',
  'state',
  'entity',
  'record',
  'since',
  'until',
] as const satisfies readonly (keyof RunConditions)[]
export type RunConditionsChange = Partial<Record<keyof RunConditions, string | null>>

/** The conditions stand in the address, so that others can be sent there. */
export function useRunConditions() {
  const [search, setSearch] = useSearchParams()
  const conditions: RunConditions = {}
  for (const name of NAMES) {
    const value = search.get(name)
    if (value) conditions[name] = value
  }
  const change = (part: RunConditionsChange) =>
    setSearch(
      (before) => {
        for (const [name, value] of Object.entries(part)) {
          if (value) before.set(name, value)
          else before.delete(name)
        }
        return before
      },
      { replace: true },
    )
  return { conditions, change, clear: () => setSearch({}, { replace: true }) }
}
