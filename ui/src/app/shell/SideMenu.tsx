import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { IconButton } from '../../shared/IconButton'
import { Logo } from '../../shared/Logo'
import { setPreferences } from '../../shared/preferences'
import { StudioLink } from './StudioLink'
import { MenuTree } from './MenuTree'
import styles from './SideMenu.module.css'

export function SideMenu({ isCollapsed }: { isCollapsed: boolean }) {
  const { t } = useTranslation()
  const toggleLabel = t(isCollapsed ? 'app.expand_menu' : 'app.collapse_menu')
  return (
    <aside className={styles['side']} data-collapsed={isCollapsed} aria-label={t('app.menu')}>
      <Link to="/" className={styles['brand']} aria-label={t('app.home')}>
        <Logo withName={!isCollapsed} />
      </Link>
      <nav className={styles['nav']}>
        <MenuTree isCollapsed={isCollapsed} />
      </nav>
      <div className={styles['foot']}>
        <StudioLink isCollapsed={isCollapsed} />
        <IconButton
          type="text"
          icon={isCollapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          label={toggleLabel}
          onClick={() => setPreferences({ menuCollapsed: !isCollapsed })}
        />
      </div>
    </aside>
  )
}
