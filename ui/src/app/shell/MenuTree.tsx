import { Menu } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { useIsStaff } from '../../api/useIsStaff'
import { useMayWrite } from '../../api/useMayWrite'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { menuItems, selectedKey } from './menuItems'
import styles from './MenuTree.module.css'

export function MenuTree({ isCollapsed, onGo }: { isCollapsed: boolean; onGo?: () => void }) {
  const { t } = useTranslation()
  const schema = useSchema()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const navigate = useNavigate()
  const { pathname, search } = useLocation()

  const texts = {
    labelOf,
    pluralOf,
    home: t('app.home'),
    approvals: t('approval.title'),
    calendar: t('app.calendar'),
    messages: t('app.messages'),
  }
  const items = menuItems(schema, texts, {
    isCollapsed,
    isStaff: useIsStaff(),
    mayWrite: useMayWrite(),
  })

  return (
    <>
      <Menu
        mode="inline"
        inlineCollapsed={isCollapsed}
        className={styles['menu']}
        items={items}
        selectedKeys={[selectedKey(schema, pathname, search)]}
        onClick={({ key }) => {
          void navigate(key)
          onGo?.()
        }}
      />
      {schema.menus.length === 0 && !isCollapsed && <p className={styles['empty']}>{t('app.no_menus')}</p>}
    </>
  )
}
