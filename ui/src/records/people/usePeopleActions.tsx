import {
  EyeOutlined,
  IdcardOutlined,
  KeyOutlined,
  LaptopOutlined,
  MailOutlined,
  SwapOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/queries'
import { setPasswordOf } from '../../api/session'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { asText } from '../../fields/parts/asText'
import { startPreview } from '../../shared/previewing'
import { PasswordDialog } from '../record/PasswordDialog'
import { titleOf } from '../titles'
import { HandOverDialog } from './HandOverDialog'
import { InvitationDialog } from './InvitationDialog'
import { PersonalDataDialog } from './PersonalDataDialog'
import { usePeopleTexts } from './peopleTexts'
import { SignInDrawer } from './SignInDrawer'
import type { PersonProps } from './person'

type Opened = 'personal' | 'password' | 'invite' | 'sign_in' | 'hand_over'

/** What an administrator can do for a user, and for anybody of whom personal data is kept. */
export function usePeopleActions(entity: Entity, record: RecordDocument) {
  const { t } = useTranslation()
  const tPeople = usePeopleTexts()
  const { data: me } = useQuery(meQuery)
  const [opened, setOpened] = useState<Opened | null>(null)
  const isUser = entity.key === 'user'
  const isPersonal = entity.fields.some(({ personal_data }) => personal_data)
  if (!me?.is_admin || !me.can.write || !(isUser || isPersonal))
    return { items: [], dialog: null as ReactNode, act: (_key: string) => false }

  const isPerson = record['is_service'] !== true
  const name = titleOf(entity, record)
  const person: PersonProps = { id: record.id, name, onClose: () => setOpened(null) }
  const ownItems = [
    { key: 'sign_in', icon: <LaptopOutlined />, label: tPeople('sign_in') },
    { key: 'hand_over', icon: <SwapOutlined />, label: tPeople('hand_over') },
    ...(record.id === me.id ? [] : [{ key: 'preview', icon: <EyeOutlined />, label: tPeople('preview') }]),
  ]
  const items = [
    ...(isPersonal ? [{ key: 'personal', icon: <IdcardOutlined />, label: tPeople('personal') }] : []),
    ...(isUser && isPerson
      ? [
          { key: 'invite', icon: <MailOutlined />, label: tPeople('invite') },
          { key: 'password', icon: <KeyOutlined />, label: t('password.set') },
        ]
      : []),
    ...(isUser ? ownItems : []),
  ]
  const dialogs: Record<Opened, ReactNode> = {
    password: (
      <PasswordDialog
        title={t('password.set')}
        hint={t('password.set_hint', { name })}
        username={asText(record['username'])}
        onSend={(passwords) => setPasswordOf(record.id, passwords.new)}
        onClose={person.onClose}
      />
    ),
    personal: <PersonalDataDialog entity={entity} {...person} />,
    invite: <InvitationDialog {...person} />,
    sign_in: <SignInDrawer {...person} />,
    hand_over: <HandOverDialog {...person} />,
  }
  /** Whether the key was one of these. */
  const act = (key: string): boolean => {
    if (!items.some((item) => item.key === key)) return false
    if (key === 'preview') startPreview({ as: `user:${record.id}`, name })
    else setOpened(key as Opened)
    return true
  }
  return { items, dialog: opened && dialogs[opened], act }
}
