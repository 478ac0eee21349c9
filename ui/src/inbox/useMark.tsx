import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { markInbox, type InboxAction, type InboxMark } from '../api/inbox'
import { errorText } from '../api/problem'
import { inboxKey } from './queries'
import { useInboxTexts } from './texts'

const OPPOSITES: Record<InboxAction, InboxAction> = {
  read: 'unread',
  unread: 'read',
  archive: 'restore',
  restore: 'archive',
  snooze: 'wake',
  wake: 'snooze',
}
const QUIET: ReadonlySet<InboxAction> = new Set(['read', 'unread'])

interface Step {
  action: InboxAction
  mark: InboxMark
}

/** Mark notifications; whatever takes them out of sight can be taken back for a few seconds. */
export function useMark() {
  const t = useInboxTexts()
  const queryClient = useQueryClient()
  const { message } = App.useApp()

  const { mutate } = useMutation({
    mutationFn: ({ action, mark }: Step) => markInbox(action, mark),
    onSuccess: ({ count, at }, { action, mark }) => {
      if (count === 0 || (QUIET.has(action) && !mark.all)) return
      const key = `inbox:${at}`
      const undo = () => {
        message.destroy(key)
        mutate({ action: OPPOSITES[action], mark: { marked_at: at } })
      }
      const canUndo = mark.marked_at === undefined && action !== 'wake' && action !== 'restore'
      void message.success({
        key,
        duration: 6,
        content: (
          <>
            {t(`done_${action}`, { count })}{' '}
            {canUndo && (
              <Button type="link" size="small" onClick={undo}>
                {t('undo')}
              </Button>
            )}
          </>
        ),
      })
    },
    onError: (error) => void message.error(errorText(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: inboxKey }),
  })
  return (action: InboxAction, mark: InboxMark) => mutate({ action, mark })
}
