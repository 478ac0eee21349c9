import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverReached } from '../../api/client'
import { useSignal } from '../../shared/useSignal'

/** A quiet line while the server does not answer; gone with the first answer. */
export function ServerHint() {
  const { t } = useTranslation()
  const [isSilent, setSilent] = useState(false)
  useSignal(serverReached, (isReached) => setSilent(!isReached))
  return isSilent ? <Alert banner type="warning" title={t('app.server_silent')} role="status" /> : null
}
