import { KeyOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/queries'
import { setPasswordOf } from '../../api/session'
import type { Entity, RecordDocument } from '../../api/types'
import { PasswordDialog } from './PasswordDialog'
import { asText } from '../../fields/parts/asText'
import { titleOf } from '../titles'

/** What an administrator can do to a user beyond its fields: give them a password. */
export function usePasswordAction(entity: Entity, record: RecordDocument) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const [isOpen, setOpen] = useState(false)
  if (entity.key !== 'user' || !me?.is_admin) return { items: [], dialog: null, open: () => undefined }
  return {
    items: [{ key: 'password', icon: <KeyOutlined />, label: t('password.set') }],
    open: () => setOpen(true),
    dialog: isOpen && (
      <PasswordDialog
        title={t('password.set')}
        hint={t('password.set_hint', { name: titleOf(entity, record) })}
        username={asText(record['username'])}
        onSend={(passwords) => setPasswordOf(record.id, passwords.new)}
        onClose={() => setOpen(false)}
      />
    ),
  }
}
