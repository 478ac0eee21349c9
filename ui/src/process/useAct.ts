import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { act, type ApprovalCase, type CaseCommand } from '../api/approvals'
import { errorText } from '../api/problem'
import { approvalsKey, caseQuery } from './queries'

interface Action {
  action: string
  command: CaseCommand
}

/** Do something to a case; every screen that shows approvals or the record follows. `isTold`: what is refused
 * comes up in passing; a dialog says it where it belongs instead. */
export function useAct(approval: ApprovalCase, { isTold = true } = {}) {
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const { t } = useTranslation()
  return useMutation({
    mutationFn: ({ action, command }: Action) => act(approval.id, action, command),
    onSuccess: (after, { action }) => {
      queryClient.setQueryData(caseQuery(approval.id).queryKey, after)
      void message.success(t(`approval.done_${action}`))
    },
    onError: (error) => isTold && void message.error(errorText(error)),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: approvalsKey })
      if (approval.entity) void queryClient.invalidateQueries({ queryKey: ['records', approval.entity] })
    },
  })
}
