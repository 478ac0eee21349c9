import { useSearchParams } from 'react-router'

export type ConditionsChange<Name extends string> = Partial<Record<Name, string | null>>

/** The conditions of a list stand in the address, so that others can be sent to what it shows. */
export function useAddressConditions<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams()
  const conditions: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = search.get(name)
    if (value) conditions[name] = value
  }
  const change = (part: ConditionsChange<Name>) =>
    setSearch(
      (before) => {
        for (const [name, value] of Object.entries<string | null | undefined>(part)) {
          if (value) before.set(name, value)
          else before.delete(name)
        }
        return before
      },
      { replace: true },
    )
  return { conditions, change, clear: () => setSearch({}, { replace: true }) }
}
