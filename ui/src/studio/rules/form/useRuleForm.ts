import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText, isProblem, type Issue } from '../../../api/problem'
import { readParts, writeParts, type RuleParts } from '../../../rules/parts'
import { useLatestWrite } from '../../../shared/useLatestWrite'

const PAUSE = 250

export interface RuleFormState {
  state: 'reading' | 'none' | 'ready'
  parts: RuleParts | null
  /** Findings at their rows, e.g. `clauses/2/when/1:5`. */
  issues: readonly Issue[]
  /** Why the text has no rows. */
  reason: string | null
  /** The rows say something that the text does not say yet, or cannot say. */
  isAhead: boolean
  change: (parts: RuleParts) => void
}

/** Changed rows and the text that they gave; no text as long as none is written. Another text wins over them. */
interface Edited {
  parts: RuleParts
  text: string | null
}

/** The rows of a rule's text, and the text of changed rows: the server writes it, so nothing here prints rules. */
export function useRuleForm(text: string, isShown: boolean, onText: (text: string) => void): RuleFormState {
  const [edited, setEdited] = useState<Edited | null>(null)
  const [issues, setIssues] = useState<Issue[]>([])
  const isAhead = edited !== null && edited.text === null
  const isEdited = isAhead || edited?.text === text
  const { data, error, isFetching } = useQuery({
    queryKey: ['rules', 'parts', text],
    queryFn: ({ signal }) => readParts(text, signal),
    enabled: isShown && !isEdited,
    staleTime: Infinity,
    gcTime: 30_000,
    retry: false,
  })
  const write = useLatestWrite({
    write: writeParts,
    onWritten: (parts: RuleParts, written) => {
      setIssues([])
      setEdited({ parts, text: written.text })
      onText(written.text)
    },
    onRefused: (refusal) => setIssues(findingsOf(refusal)),
    pause: PAUSE,
  })

  const change = (parts: RuleParts) => {
    setEdited({ parts, text: null })
    write(parts)
  }
  if (edited && isEdited)
    return { state: 'ready', parts: edited.parts, issues, reason: null, isAhead, change }
  const rest = { issues: [], isAhead, change }
  if (isFetching) return { ...rest, state: 'reading', parts: null, reason: null }
  const parts = data?.parts ?? null
  const reason = error ? errorText(error) : null
  return { ...rest, state: parts ? 'ready' : 'none', parts, reason }
}

function findingsOf(error: unknown): Issue[] {
  return isProblem(error) && error.issues.length > 0
    ? error.issues
    : [{ path: 'text', message: errorText(error) }]
}
