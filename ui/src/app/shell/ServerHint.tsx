import { useQueryClient } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { probeServer, serverReached } from '../../api/client'
import { useSignal } from '../../shared/useSignal'

const ASK_EVERY = 2000

/** A line while the server does not answer; gone when it does, and what could not be read is read then. */
export function ServerHint() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [isSilent, setSilent] = useState(false)
  useSignal(serverReached, (isReached) => setSilent(!isReached))

  useEffect(() => {
    if (!isSilent) return
    const asking = setInterval(() => void probeServer(), ASK_EVERY)
    return () => {
      clearInterval(asking)
      const failed = ({ state }: { state: { status: string } }) => state.status === 'error'
      void queryClient.refetchQueries({ type: 'active', predicate: failed })
    }
  }, [isSilent, queryClient])

  return isSilent ? <Alert banner type="warning" title={t('app.server_silent')} role="status" /> : null
}
