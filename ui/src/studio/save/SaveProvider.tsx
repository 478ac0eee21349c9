import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { errorText, isProblem } from '../../api/problem'
import { applyChanges, planChanges } from '../api/metadata'
import type { Plan } from '../api/types'
import { PlanDialog } from './PlanDialog'
import { isRefused, needsConfirmation } from './planFacts'
import { SaveContext, type Save, type SaveOutcome, type SaveRequest } from './SaveContext'
import { useAnnounce } from './useAnnounce'
import { refreshMetadata } from './refresh'

interface Question {
  plan: Plan
  answer: (isConfirmed: boolean) => void
}

function outcomeOf(error: unknown): SaveOutcome | null {
  if (isProblem(error, 409)) return { state: 'conflict', issues: error.issues }
  if (!isProblem(error, 400, 422)) return null
  const issues = error.issues.length > 0 ? error.issues : [{ message: errorText(error) }]
  return { state: 'refused', issues }
}

async function planAndApply(
  request: SaveRequest,
  confirm: (plan: Plan) => Promise<boolean>,
): Promise<SaveOutcome> {
  const plan = await planChanges(request.changes, request.baseVersion)
  if (isRefused(plan)) return { state: 'refused', issues: plan.issues }
  const isRisky = needsConfirmation(plan)
  if (isRisky && !(await confirm(plan))) return { state: 'cancelled' }
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
  const [question, setQuestion] = useState<Question | null>(null)

  const confirm = useCallback(
    (plan: Plan) =>
      new Promise<boolean>((resolve) => {
        setQuestion({
          plan,
          answer: (isConfirmed) => {
            setQuestion(null)
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

  const dialog = useMemo(
    () => question && <PlanDialog plan={question.plan} onAnswer={question.answer} />,
    [question],
  )
  return (
    <SaveContext value={save}>
      {children}
      {dialog}
    </SaveContext>
  )
}
