import { useState } from 'react'
import { useSearchParams } from 'react-router'

const TAB = 'tab'

/** The tab that is shown. On a page it stands in the address, so that others can be sent to it. */
export function useTab(shape: 'page' | 'panel'): [string | undefined, (key: string) => void] {
  const [search, setSearch] = useSearchParams()
  const [own, setOwn] = useState<string | undefined>(undefined)
  if (shape === 'panel') return [own, setOwn]
  const turnTo = (key: string) =>
    setSearch(
      (before) => {
        before.set(TAB, key)
        return before
      },
      { replace: true },
    )
  return [search.get(TAB) ?? undefined, turnTo]
}
