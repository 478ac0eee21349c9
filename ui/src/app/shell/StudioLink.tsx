import { BuildOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { meQuery } from '../../api/queries'
import styles from './StudioLink.module.css'

/** The way into the Studio, always at hand for those who may. */
export function StudioLink({ isCollapsed, onGo }: { isCollapsed: boolean; onGo?: () => void }) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  if (!me?.can.studio) return null
  return (
    <NavLink
      to="/studio"
      className={styles['link']}
      title={t('app.studio')}
      {...(onGo ? { onClick: onGo } : {})}
    >
      <BuildOutlined />
      <span className={isCollapsed ? 'visually-hidden' : undefined}>{t('app.studio')}</span>
    </NavLink>
  )
}
