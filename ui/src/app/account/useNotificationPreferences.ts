import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { App } from 'antd'
import {
  readPreferences,
  savePreferences,
  type Preferences,
  type PreferencesChange,
} from '../../api/channels'
import { errorText } from '../../api/problem'
import { useChannelTexts } from '../../inbox/channelTexts'

const KEY = ['account', 'notifications'] as const

/** What was chosen shows at once and is the ground of the next choice; choices are sent in their order. */
export function useNotificationPreferences() {
  const t = useChannelTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data } = useSuspenseQuery({ queryKey: KEY, queryFn: ({ signal }) => readPreferences(signal) })
  const { mutate } = useMutation({
    mutationKey: KEY,
    scope: { id: KEY.join() },
    mutationFn: savePreferences,
    onMutate: (change) => {
      void client.cancelQueries({ queryKey: KEY })
      client.setQueryData<Preferences>(KEY, (before) => before && changed(before, change))
    },
    onSuccess: (after) => {
      const isLast = client.isMutating({ mutationKey: KEY }) === 1
      if (isLast) client.setQueryData(KEY, after)
      void message.success({ key: 'preferences', content: t('saved') })
    },
    onError: (error) => {
      void message.error(errorText(error))
      void client.invalidateQueries({ queryKey: KEY })
    },
  })
  return { data, change: (part: PreferencesChange) => mutate(part) }
}

function changed(before: Preferences, { modes = {}, quiet }: PreferencesChange): Preferences {
  const kinds = Object.entries(modes).map(([kind, channels]) => [
    kind,
    { ...before.modes[kind], ...channels },
  ])
  return {
    ...before,
    modes: { ...before.modes, ...(Object.fromEntries(kinds) as Preferences['modes']) },
    quiet: { ...before.quiet, ...quiet },
  }
}
