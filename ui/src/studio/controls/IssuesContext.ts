import { createContext, useContext } from 'react'
import type { Issue } from '../../api/problem'
import { issuesAt } from '../save/issues'

interface Found {
  issues: readonly Issue[]
  /** Where the edited document stands in what was sent, e.g. `fields/score`. */
  prefix?: string
}

/** The issues of the last save, for the controls below. */
export const IssuesContext = createContext<Found>({ issues: [] })

export function useIssues(names: readonly string[]): Issue[] {
  const { issues, prefix } = useContext(IssuesContext)
  return issuesAt(issues, names, prefix)
}

export function useAllIssues(): readonly Issue[] {
  return useContext(IssuesContext).issues
}
