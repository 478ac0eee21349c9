import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { errorText, isProblem, type Issue } from '../api/problem'
import { useDebounced } from '../shared/useDebounced'
import { checkRule, type CheckedRule, type RuleKind } from './api'

const PAUSE = 350

export interface RuleCheck {
  kind: RuleKind
  state: 'empty' | 'checking' | 'checked' | 'unavailable'
  /** The text that the rest is about. */
  checkedText: string | null
  issues: readonly Issue[]
  type: string | null
  /** The canonical text. */
  tidy: string | null
  /** Why no answer came. */
  reason: string | null
}

const NOTHING = { issues: [], type: null, tidy: null, reason: null }

/** What the server says about a rule while it is being typed. */
export function useCheckedRule(entity: string, kind: RuleKind, text: string): RuleCheck {
  const settled = useDebounced(text, PAUSE)
  const isEmpty = settled.trim() === ''
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: ['rules', 'check', entity, kind, settled],
    queryFn: ({ signal }) => check({ entity, kind, text: settled }, signal),
    enabled: !isEmpty,
    staleTime: 60_000,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (text.trim() === '') return { ...NOTHING, kind, state: 'empty', checkedText: text }
  if (error && !isFetching)
    return { ...NOTHING, kind, state: 'unavailable', checkedText: null, reason: errorText(error) }
  if (!data || isPlaceholderData || settled !== text)
    return { ...NOTHING, kind, issues: data?.issues ?? [], state: 'checking', checkedText: null }
  return {
    kind,
    state: 'checked',
    checkedText: settled,
    issues: data.issues,
    type: data.type,
    tidy: data.text,
    reason: null,
  }
}

/** A refusal with findings is an answer about the text. */
async function check(
  body: { entity: string; kind: RuleKind; text: string },
  signal: AbortSignal,
): Promise<CheckedRule> {
  try {
    return await checkRule(body, signal)
  } catch (error) {
    if (isProblem(error, 422) && error.issues.length > 0)
      return { tree: null, type: null, text: null, issues: error.issues }
    throw error
  }
}
