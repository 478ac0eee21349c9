import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Space } from 'antd'
import { useCallback } from 'react'
import { useNavigate } from 'react-router'
import { errorText } from '../../api/problem'
import { versionsQuery } from '../api/metadata'
import { versionsPath } from '../paths'
import { useTexts } from '../texts'
import { useRunRollback } from './useRunRollback'

const SECONDS = 8
const KEY = 'live'

/** "Live for everyone – version N", with the way back: undo, or the history if others went on in the meantime. */
export function useAnnounce(): (version: number) => void {
  const t = useTexts()
  const client = useQueryClient()
  const navigate = useNavigate()
  const runRollback = useRunRollback()
  const { notification, message } = App.useApp()

  const undo = useCallback(
    async (version: number) => {
      try {
        const { items } = await client.fetchQuery({ ...versionsQuery, staleTime: 0 })
        if (items.some(({ number }) => number > version)) {
          void message.info(t('save.undo_too_late'))
          void navigate(versionsPath(version))
          return
        }
        await runRollback(version - 1)
      } catch (error) {
        void message.error(errorText(error))
      }
    },
    [client, message, navigate, runRollback, t],
  )

  return useCallback(
    (version) => {
      const close = () => notification.destroy(KEY)
      const leave = (action: () => unknown) => () => {
        close()
        void action()
      }
      notification.success({
        key: KEY,
        title: t('save.live', { version }),
        description: t('save.live_hint'),
        duration: SECONDS,
        actions: (
          <Space>
            <Button size="small" type="text" onClick={leave(() => navigate(versionsPath(version)))}>
              {t('save.history')}
            </Button>
            <Button size="small" onClick={leave(() => undo(version))}>
              {t('save.undo')}
            </Button>
          </Space>
        ),
      })
    },
    [notification, navigate, t, undo],
  )
}
