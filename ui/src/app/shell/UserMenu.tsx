import {
  BellOutlined,
  BgColorsOutlined,
  ColumnHeightOutlined,
  KeyOutlined,
  LogoutOutlined,
  QuestionCircleOutlined,
  SafetyOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Avatar, Button, Dropdown, type MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { meQuery } from '../../api/queries'
import { logOut } from '../../api/session'
import { useAccountTexts } from '../../records/people/accountTexts'
import { changePasswordAsked } from './ChangePassword'
import { shortcutHelpAsked } from './ShortcutHelp'
import { setPreferences, usePreferences, type Preferences } from '../../shared/preferences'
import { initials } from '../../shared/initials'
import { useIsStaff } from '../../api/useIsStaff'
import { useMayWrite } from '../../api/useMayWrite'

const APPEARANCES = ['light', 'dark', 'system'] as const
const DENSITIES = ['comfortable', 'compact'] as const

export function UserMenu() {
  const isStaff = useIsStaff()
  const mayWrite = useMayWrite()
  const { t } = useTranslation()
  const tAccount = useAccountTexts()
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const { appearance, density } = usePreferences()
  if (!me) return null

  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: me.name || me.username },
    {
      key: 'appearance',
      icon: <BgColorsOutlined />,
      label: t('app.appearance'),
      children: APPEARANCES.map((value) => ({
        key: `appearance:${value}`,
        label: t(`app.appearance_${value}`),
      })),
    },
    {
      key: 'density',
      icon: <ColumnHeightOutlined />,
      label: t('app.density'),
      children: DENSITIES.map((value) => ({ key: `density:${value}`, label: t(`app.density_${value}`) })),
    },
    { key: 'shortcuts', icon: <QuestionCircleOutlined />, label: t('app.shortcuts') },
    { type: 'divider' },
    ...(mayWrite
      ? [
          ...(isStaff ? [{ key: 'reminders', icon: <BellOutlined />, label: t('app.reminders') }] : []),
          { key: 'account', icon: <SafetyOutlined />, label: tAccount('menu') },
          { key: 'password', icon: <KeyOutlined />, label: t('password.change') },
        ]
      : []),
    { key: 'log_out', icon: <LogoutOutlined />, label: t('app.log_out') },
  ]

  const choose = async (key: string) => {
    const [name, value] = key.split(':')
    if (value) return setPreferences({ [name as keyof Preferences]: value })
    if (key === 'shortcuts') return shortcutHelpAsked.emit()
    if (key === 'account') return navigate('/account')
    if (key === 'reminders') return navigate('/reminders')
    if (key === 'password') return changePasswordAsked.emit()
    await logOut()
    await navigate('/login', { replace: true })
  }

  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items,
        selectedKeys: [`appearance:${appearance}`, `density:${density}`],
        onClick: ({ key }) => void choose(key),
      }}
    >
      <Button type="text" shape="circle" aria-label={t('app.user_menu')} title={me.name || me.username}>
        <Avatar size={28} style={{ background: 'var(--ant-color-primary)', fontSize: 12 }}>
          {initials(me.name || me.username)}
        </Avatar>
      </Button>
    </Dropdown>
  )
}
