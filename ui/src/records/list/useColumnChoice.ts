import { useState } from 'react'
import type { ColumnChoice } from './columns'

const storageKey = (entity: string, view: string | undefined) => `odos.columns.${entity}.${view ?? ''}`

function load(key: string): ColumnChoice {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as ColumnChoice
  } catch {
    return {}
  }
}

/** A person's columns for one view. Kept on this device; where it is kept is this file's business alone. */
export function useColumnChoice(entity: string, view: string | undefined) {
  const key = storageKey(entity, view)
  const [state, setState] = useState(() => ({ key, choice: load(key) }))
  const choice = state.key === key ? state.choice : load(key)
  if (state.key !== key) setState({ key, choice })

  const change = (part: ColumnChoice | null) => {
    const next = part === null ? {} : { ...choice, ...part }
    setState({ key, choice: next })
    if (part === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(next))
  }
  return [choice, change] as const
}
