import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { markInbox } from '../api/inbox'
import { errorText } from '../api/problem'
import { snoozeReminder } from '../api/reminders'
import { useFormat } from '../shared/format/useFormat'
import { inboxKey } from './queries'
import { useInboxTexts } from './texts'

interface PutOff {
  notification: string
  reminder: string
  until: string
}

/** Put a reminder off as far as its rule allows: its rule tells it anew, so this notification is done with. */
export function usePutOff() {
  const t = useInboxTexts()
  const format = useFormat()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { mutate } = useMutation({
    mutationFn: async ({ notification, reminder, until }: PutOff) => {
      await snoozeReminder(reminder, until)
      await markInbox('archive', { ids: [notification] })
    },
    onSuccess: (_, { until }) => void message.success(t('put_off_done', { when: format.dateTime(until) })),
    onError: (error) => void message.error(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: inboxKey }),
  })
  return mutate
}
