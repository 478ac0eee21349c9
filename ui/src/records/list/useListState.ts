import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { readListState, writeListState, type ListState } from './urlState'

/** The list's state lives in the address alone. Moves inside the list replace the entry; opening a record adds one. */
export function useListState(): [ListState, (change: Partial<ListState>) => void] {
  const [search, setSearch] = useSearchParams()
  const state = useMemo(() => readListState(search), [search])
  const change = useCallback(
    (part: Partial<ListState>) => {
      const isOpening = part.open !== undefined || part.view !== undefined
      setSearch((present) => writeListState({ ...readListState(present), ...part }), { replace: !isOpening })
    },
    [setSearch],
  )
  return [state, change]
}
