import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decideMany, type CaseEntry, type Decision } from '../api/approvals'
import { issueText } from '../api/problem'
import { findingsOf, NO_FINDINGS, type Findings } from './findings'
import { approvalsKey } from './queries'

interface Options {
  decision: Decision
  chosen: readonly CaseEntry[]
  onClose: () => void
  onDecided: (refused: readonly CaseEntry[]) => void
}

/** Many decisions in one go, each by itself: those that are refused stay, with their reasons. */
export function useDecisions({ decision, chosen, onClose, onDecided }: Options) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [comment, setComment] = useState('')
  const [findings, setFindings] = useState<Findings>(NO_FINDINGS)
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      decideMany(
        decision,
        chosen.flatMap(({ id, task }) => (task === null ? [] : [{ approval: id, task }])),
        comment,
      ),
    onSuccess: ({ decided, errors }) => {
      if (decided.length > 0) void message.success(t('approval.decided', { count: decided.length }))
      const reasons = new Map(errors.map((error) => [`${error.approval}:${error.task}`, error]))
      const refused = chosen.filter(({ id, task }) => reasons.has(`${id}:${task}`))
      onDecided(refused)
      if (refused.length === 0) return onClose()
      const lines = refused.map(({ id, task, record }) => {
        const { issues, detail } = reasons.get(`${id}:${task}`)!
        return `${record.label ?? `#${record.id}`}: ${issues[0] ? issueText(issues[0]) : detail}`
      })
      setFindings({
        at: new Map(),
        general: [t('approval.not_decided', { count: refused.length }), ...lines],
      })
    },
    onError: (error) => setFindings(findingsOf(error, ['comment'])),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: approvalsKey })
      void queryClient.invalidateQueries({ queryKey: ['records'] })
    },
  })
  return { comment, setComment, findings, isPending, send: () => mutate() }
}
