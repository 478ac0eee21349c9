import { useState } from 'react'
import type { AddedPlace, ApprovalCase, CaseCommand, OwnTask } from '../api/approvals'
import type { Label } from '../api/values'
import { isBlank } from '../fields/parts/isBlank'
import { useEntity } from '../schema/useSchema'
import { ASKS, WANT_COMMENT, type Asked, type DialogAction } from './commandAsks'
import { fillingName } from './FillingInputs'
import { findingsOf, NO_FINDINGS, type Findings } from './findings'
import { tasksIn } from './tasksIn'
import { useAct } from './useAct'
import { openedBy, useFilling } from './useFilling'

/** What is filled in before an action on a case, and what the server said about it. */
export function useCommand(approval: ApprovalCase, action: DialogAction, task: OwnTask | undefined) {
  const { mutateAsync, isPending } = useAct(approval, { isTold: false })
  const [comment, setComment] = useState('')
  const [returnTo, setReturnTo] = useState('start')
  const [isResuming, setResuming] = useState(false)
  const [people, setPeople] = useState<Label[]>([])
  const [place, setPlace] = useState<AddedPlace>('before')
  const [step, setStep] = useState<string | undefined>(undefined)
  const pending = tasksIn(approval.nodes).filter(({ status }) => status === 'open' || status === 'waiting')
  const [whose, setWhose] = useState(pending[0]?.task)
  const [findings, setFindings] = useState<Findings>(NO_FINDINGS)
  const entity = useEntity(approval.entity ?? undefined)
  const filling = useFilling(approval, entity, openedBy(action, approval, task))

  const asks = new Set<Asked>(ASKS[action])
  const isFilled = filling.fields.every(
    ({ field, isRequired }) =>
      !(field.key in filling.invalid) && (!isRequired || !isBlank(filling.values[field.key])),
  )
  const isComplete =
    (!WANT_COMMENT.has(action) || comment.trim() !== '') &&
    (!(asks.has('person') || asks.has('people')) || people.length > 0) &&
    (!asks.has('task') || whose !== undefined) &&
    (!asks.has('step') || step !== undefined) &&
    isFilled

  const command: CaseCommand = {
    comment,
    ...(task ? { task: task.task } : {}),
    ...(asks.has('place') ? { to: returnTo, resume: isResuming } : {}),
    ...(asks.has('person') ? { to: people[0]?.id ?? '' } : {}),
    ...(asks.has('people') ? { users: people.map(({ id }) => id) } : {}),
    ...(asks.has('where') ? { place } : {}),
    ...(asks.has('step') && step !== undefined ? { to: step } : {}),
    ...(asks.has('task') && whose !== undefined ? { task: whose } : {}),
    ...(Object.keys(filling.sent).length > 0 ? { values: filling.sent } : {}),
  }
  const names = [
    'to',
    'users',
    'task',
    'comment',
    ...filling.fields.map(({ field }) => fillingName(field.key)),
  ]

  /** Whether it was done; what was typed stays where it was not. */
  const send = async () => {
    setFindings(NO_FINDINGS)
    try {
      await mutateAsync({ action, command })
      return true
    } catch (error) {
      setFindings(findingsOf(error, names))
      return false
    }
  }

  return {
    asks,
    comment,
    setComment,
    returnTo,
    setReturnTo,
    isResuming,
    setResuming,
    people,
    setPeople,
    place,
    setPlace,
    step,
    setStep,
    pending,
    whose,
    setWhose,
    filling,
    findings,
    isComplete,
    isPending,
    send,
  }
}

export type CommandForm = ReturnType<typeof useCommand>
