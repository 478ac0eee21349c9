import { useQueryClient } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionEnded } from '../../api/client'
import { meQuery } from '../../api/queries'
import { useSignal } from '../../shared/useSignal'
import { LoginForm } from './LoginForm'

/** A session that ends in the middle of work: log in on top of it, and everything typed is still there. */
export function SessionDialog() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const me = queryClient.getQueryData(meQuery.queryKey)
  useSignal(sessionEnded, () => setOpen(true))
  const goOn = async () => {
    setOpen(false)
    await queryClient.invalidateQueries()
  }
  return (
    <Modal
      open={isOpen}
      footer={null}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      width={400}
      title={t('login.again_title')}
      destroyOnHidden
    >
      <p>{t('login.again_text')}</p>
      <LoginForm onDone={goOn} username={me?.username} />
    </Modal>
  )
}
