import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { errorText, isProblem, type Issue } from '../../../api/problem'
import { readParts, writeParts, type RuleParts } from '../../../rules/parts'

const PAUSE = 250

export interface RuleFormState {
  state: 'reading' | 'none' | 'ready'
  parts: RuleParts | null
  /** Findings at their rows, e.g. `clauses/2/when/1:5`. */
  issues: readonly Issue[]
  /** Why the text has no rows. */
  reason: string | null
  change: (parts: RuleParts) => void
}

/** What was changed in the rows and the text that they gave; the text wins as soon as it is another one. */
interface Edited {
  parts: RuleParts
  text: string
}

/** The rows of a rule's text, and the text of changed rows: the server writes it, so nothing here prints rules. */
export function useRuleForm(text: string, isShown: boolean, onText: (text: string) => void): RuleFormState {
  const [edited, setEdited] = useState<Edited | null>(null)
  const [issues, setIssues] = useState<Issue[]>([])
  const isEdited = edited !== null && edited.text === text
  const { data, error, isFetching } = useQuery({
    queryKey: ['rules', 'parts', text],
    queryFn: ({ signal }) => readParts(text, signal),
    enabled: isShown && !isEdited,
    staleTime: Infinity,
    gcTime: 30_000,
    retry: false,
  })
  const write = useWriter((parts, written) => {
    setIssues([])
    setEdited({ parts, text: written })
    onText(written)
  }, setIssues)

  const change = (parts: RuleParts) => {
    setEdited({ parts, text })
    write(parts)
  }
  if (isEdited) return { state: 'ready', parts: edited.parts, issues, reason: null, change }
  if (isFetching) return { state: 'reading', parts: null, issues: [], reason: null, change }
  const parts = data?.parts ?? null
  const reason = error ? errorText(error) : null
  return { state: parts ? 'ready' : 'none', parts, issues: [], reason, change }
}

/** Writes the latest rows after a pause; answers that were overtaken are dropped. */
function useWriter(
  onWritten: (parts: RuleParts, text: string) => void,
  onRefused: (issues: Issue[]) => void,
): (parts: RuleParts) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef<RuleParts | null>(null)
  const send = useEffectEvent(async (parts: RuleParts) => {
    try {
      const { text } = await writeParts(parts)
      if (latest.current === parts) onWritten(parts, text)
    } catch (error) {
      if (latest.current === parts && isProblem(error)) onRefused(error.issues)
    }
  })
  const [parts, setParts] = useState<RuleParts | null>(null)
  useEffect(() => {
    if (!parts) return
    latest.current = parts
    timer.current = setTimeout(() => void send(parts), PAUSE)
    return () => clearTimeout(timer.current)
  }, [parts])
  return setParts
}
