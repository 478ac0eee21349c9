import { Menu } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { menuItems } from './menuItems'
import styles from './MenuTree.module.css'

export function MenuTree({ isCollapsed, onGo }: { isCollapsed: boolean; onGo?: () => void }) {
  const { t } = useTranslation()
  const schema = useSchema()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const navigate = useNavigate()
  const { pathname, search } = useLocation()

  const texts = { labelOf, pluralOf, home: t('app.home') }
  const items = menuItems(schema, texts)
  const keys = useMemo(() => schema.menus.flatMap((menu) => menu.items), [schema])
  const selected = selectedKey(pathname, search, keys.length > 0)

  return (
    <>
      <Menu
        mode="inline"
        inlineCollapsed={isCollapsed}
        className={styles['menu']}
        items={items}
        selectedKeys={selected}
        onClick={({ key }) => {
          void navigate(key)
          onGo?.()
        }}
      />
      {schema.menus.length === 0 && !isCollapsed && <p className={styles['empty']}>{t('app.no_menus')}</p>}
    </>
  )
}

/** A record page belongs to the list it is reached from; a list to its view where the menu has one. */
function selectedKey(pathname: string, search: string, hasMenus: boolean): string[] {
  const entity = /^\/records\/([^/]+)/.exec(pathname)?.[1]
  if (!entity || !hasMenus) return [pathname]
  const view = new URLSearchParams(search).get('view')
  const list = `/records/${entity}`
  return view ? [`${list}?view=${encodeURIComponent(view)}`, list] : [list]
}
