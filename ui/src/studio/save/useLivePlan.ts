import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isProblem, type Issue } from '../../api/problem'
import { planChanges } from '../api/metadata'
import type { Plan } from '../api/types'
import type { Change } from '../components'

const PAUSE = 500

/** The text of a moment ago, once it has stayed the same for a while. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

async function check(changes: Change[]): Promise<{ issues: Issue[]; plan: Plan | null }> {
  try {
    const plan = await planChanges(changes)
    return { issues: plan.issues, plan }
  } catch (error) {
    if (isProblem(error, 400, 409, 422)) return { issues: error.issues, plan: null }
    throw error
  }
}

export interface LivePlan {
  issues: Issue[]
  plan: Plan | null
  state: 'idle' | 'checking' | 'checked'
}

/** What the server says about changes while they are still being typed. Null: not ready to be asked. */
export function useLivePlan(changes: Change[] | null): LivePlan {
  const written = JSON.stringify(changes)
  const settled = useSettled(written)
  const isAskable = changes !== null && changes.length > 0
  const { data, isFetching } = useQuery({
    queryKey: ['plan', settled],
    queryFn: () => check(JSON.parse(settled) as Change[]),
    enabled: isAskable && settled === written,
    staleTime: 5_000,
    gcTime: 30_000,
  })
  if (!isAskable) return { issues: [], plan: null, state: 'idle' }
  if (settled !== written || isFetching || !data) return { issues: [], plan: null, state: 'checking' }
  return { ...data, state: 'checked' }
}
