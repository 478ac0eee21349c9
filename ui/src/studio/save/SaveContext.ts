import { createContext, useContext } from 'react'
import type { Issue } from '../../api/problem'
import type { Change } from '../components'

/** What is asked before a change goes live, together with what it will do. */
export interface Question {
  title: string
  hint: string
  ok: string
}

export interface SaveRequest {
  changes: Change[]
  /** One line for the version history. */
  message: string
  /** The version that the edit began with; the server names what others changed since. */
  baseVersion?: number
  /** Asks in any case, not only when something is at risk. */
  question?: Question
}

export type SaveOutcome =
  | { state: 'saved'; version: number }
  | { state: 'refused'; issues: Issue[] }
  | { state: 'conflict'; issues: Issue[] }
  | { state: 'cancelled' }

export type Save = (request: SaveRequest) => Promise<SaveOutcome>

export const SaveContext = createContext<Save | null>(null)

/** The one way in which a screen of the Studio changes something: plan, confirm where needed, apply, announce. */
export function useSave(): Save {
  const save = useContext(SaveContext)
  if (!save) throw new Error('useSave needs a SaveProvider')
  return save
}
