import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import {
  changeMany,
  undoMassChange,
  type MassAnswer,
  type MassOutcome,
  type Meant,
} from '../../api/massChanges'
import { errorText } from '../../api/problem'
import type { Values } from '../../api/records'
import type { Entity } from '../../api/types'
import { useCounted, useMassTexts } from './massTexts'

const UNDO_SECONDS = 12

/** A change that is made or taken back, at once or as a job, with the offer to undo it. */
export function useMassChange(entity: Entity, onDone: () => void) {
  const t = useMassTexts()
  const counted = useCounted()
  const { notification } = App.useApp()
  const client = useQueryClient()
  const [job, setJob] = useState<{ id: string; isUndo: boolean } | null>(null)
  const [outcome, setOutcome] = useState<MassOutcome | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: ['records'] })

  const tell = (done: MassOutcome, isUndo: boolean) => {
    const { change, changed } = done
    const key = `mass:${change}`
    const undo = async () => {
      notification.destroy(key)
      if (change) await run(() => undoMassChange(entity.key, change), true)
    }
    notification.success({
      key,
      title: counted(isUndo ? 'undone' : 'saved', changed),
      duration: UNDO_SECONDS,
      actions: !isUndo && change && (
        <Button type="primary" size="small" onClick={() => void undo()}>
          {t('undo')}
        </Button>
      ),
    })
  }

  const finish = async (done: MassOutcome, isUndo: boolean) => {
    setJob(null)
    await refresh()
    if (done.changed > 0 || done.left_out === 0) tell(done, isUndo)
    if (done.left_out > 0) setOutcome(done)
    else onDone()
  }

  const run = async (work: () => Promise<MassAnswer>, isUndo: boolean) => {
    setBusy(true)
    setProblem(null)
    try {
      const answer = await work()
      if ('job' in answer) setJob({ id: answer.job.id, isUndo })
      else await finish(answer, isUndo)
    } catch (error) {
      const text = errorText(error)
      setProblem(text)
      if (isUndo) notification.error({ title: text })
    } finally {
      setBusy(false)
    }
  }

  return {
    job,
    outcome,
    problem,
    isBusy,
    finish,
    save: (meant: Meant, values: Values) => run(() => changeMany(entity.key, meant, values), false),
    /** Forget what is told of the last change; a job goes on. */
    forget: () => {
      setJob(null)
      setOutcome(null)
      setProblem(null)
    },
  }
}

export type MassChange = ReturnType<typeof useMassChange>
