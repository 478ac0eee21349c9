import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/queries'
import { changePassword } from '../../api/session'
import { PasswordDialog } from '../../records/record/PasswordDialog'
import { Signal } from '../../shared/signal'
import { useSignal } from '../../shared/useSignal'

export const changePasswordAsked = new Signal<void>()

/** One's own password, from the user menu. */
export function ChangePassword() {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const [isOpen, setOpen] = useState(false)
  useSignal(changePasswordAsked, () => setOpen(true))
  if (!isOpen || !me) return null
  return (
    <PasswordDialog
      title={t('password.change')}
      hint={t('password.change_hint')}
      username={me.username}
      asksCurrent
      onSend={changePassword}
      onClose={() => setOpen(false)}
    />
  )
}
