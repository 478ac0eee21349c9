import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useCallback, useState, type ReactNode } from 'react'
import { errorText, isProblem } from '../../api/problem'
import { applyChanges, planChanges } from '../api/metadata'
import type { Plan } from '../api/types'
import { PlanDialog } from './PlanDialog'
import { isOvertaken, isRefused, needsConfirmation } from './planFacts'
import { SaveContext, type Question, type Save, type SaveOutcome, type SaveRequest } from './SaveContext'
import { useAnnounce } from './useAnnounce'
import { refreshMetadata } from './refresh'

interface Asked {
  plan: Plan
  question: Question | undefined
  answer: (isConfirmed: boolean) => void
}

type Confirm = (plan: Plan, question?: Question) => Promise<boolean>

function outcomeOf(error: unknown): SaveOutcome | null {
  if (isProblem(error, 409)) return { state: 'conflict', issues: error.issues }
  if (!isProblem(error, 400, 422)) return null
  const issues = error.issues.length > 0 ? error.issues : [{ message: errorText(error) }]
  return { state: 'refused', issues }
}

async function planAndApply(request: SaveRequest, confirm: Confirm): Promise<SaveOutcome> {
  const plan = await planChanges(request.changes, request.baseVersion)
  if (isOvertaken(plan)) return { state: 'conflict', issues: plan.issues }
  if (isRefused(plan)) return { state: 'refused', issues: plan.issues }
  const isRisky = needsConfirmation(plan)
  if ((isRisky || request.question) && !(await confirm(plan, request.question))) return { state: 'cancelled' }
  const { version } = await applyChanges({
    changes: request.changes,
    message: request.message,
    ...(request.baseVersion === undefined ? {} : { base_version: request.baseVersion }),
    ...(isRisky ? { confirm_destructive: true } : {}),
  })
  return { state: 'saved', version }
}

export function SaveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const announce = useAnnounce()
  const [asked, setAsked] = useState<Asked | null>(null)

  const confirm = useCallback<Confirm>(
    (plan, question) =>
      new Promise<boolean>((resolve) => {
        setAsked({
          plan,
          question,
          answer: (isConfirmed) => {
            setAsked(null)
            resolve(isConfirmed)
          },
        })
      }),
    [],
  )

  const save = useCallback<Save>(
    async (request) => {
      try {
        const outcome = await planAndApply(request, confirm)
        if (outcome.state !== 'saved') return outcome
        await refreshMetadata(client)
        announce(outcome.version)
        return outcome
      } catch (error) {
        const outcome = outcomeOf(error)
        if (outcome) return outcome
        void message.error(errorText(error))
        return { state: 'cancelled' }
      }
    },
    [client, confirm, announce, message],
  )

  return (
    <SaveContext value={save}>
      {children}
      {asked && <PlanDialog plan={asked.plan} question={asked.question} onAnswer={asked.answer} />}
    </SaveContext>
  )
}
