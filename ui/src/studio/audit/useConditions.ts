import { useSearchParams } from 'react-router'
import type { TrailConditions } from '../../api/trail'

const NAMES = [
  'since',
  'until',
  'actor',
  'entity',
  'record',
  'field',
  'action',
  'source',
  'address',
] as const satisfies readonly (keyof TrailConditions)[]

/** The conditions stand in the address, so that a view of the trail can be sent to somebody. */
export function useConditions() {
  const [search, setSearch] = useSearchParams()
  const conditions: TrailConditions = {}
  for (const name of NAMES) {
    const value = search.get(name)
    if (value) conditions[name] = value
  }
  const change = (part: Partial<Record<keyof TrailConditions, string | null>>) =>
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
  const clear = () => setSearch({}, { replace: true })
  return { conditions, change, clear }
}
