import { Drawer } from '../../shared/Drawer'
import { MenuOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../shared/IconButton'
import { Logo } from '../../shared/Logo'
import { StudioLink } from './StudioLink'
import { MenuTree } from './MenuTree'

export function MenuDrawer() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton
        type="text"
        icon={<MenuOutlined />}
        label={t('app.open_menu')}
        onClick={() => setOpen(true)}
      />
      <Drawer
        placement="left"
        size={288}
        open={isOpen}
        onClose={() => setOpen(false)}
        title={<Logo withName />}
        styles={{ body: { padding: '8px 0' } }}
      >
        <MenuTree isCollapsed={false} onGo={() => setOpen(false)} />
        <StudioLink isCollapsed={false} onGo={() => setOpen(false)} />
      </Drawer>
    </>
  )
}
