import { useState } from 'react'

/** The records that were picked one by one, or all that the list stands for. */
export interface Selection {
  ids: ReadonlySet<string>
  isEverything: boolean
  select: (ids: ReadonlySet<string>) => void
  toggle: (id: string) => void
  takeEverything: () => void
  clear: () => void
}

const NONE: ReadonlySet<string> = new Set()

/** ``question`` says what the list stands for: another one is another selection. */
export function useSelection(question: string): Selection {
  const [kept, setKept] = useState({ question, ids: NONE, isEverything: false })
  const { ids, isEverything } = kept.question === question ? kept : { ids: NONE, isEverything: false }
  const select = (next: ReadonlySet<string>) => setKept({ question, ids: next, isEverything: false })
  return {
    ids,
    isEverything,
    select,
    toggle: (id) => select(toggled(ids, id)),
    takeEverything: () => setKept({ question, ids, isEverything: true }),
    clear: () => select(NONE),
  }
}

/** The selection with one record more, or less. */
export function toggled(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected)
  if (!next.delete(id)) next.add(id)
  return next
}
