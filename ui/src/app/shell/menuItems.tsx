import { AuditOutlined, CalendarOutlined, HomeOutlined, MessageOutlined } from '@ant-design/icons'
import type { MenuProps } from 'antd'
import type { MenuDocument, MenuItem } from '../../api/menu'
import type { SchemaDocument } from '../../api/types'
import { findEntity } from '../../schema/useSchema'
import type { LabelOf } from '../../schema/labels'
import { NamedIcon } from '../../shared/icons'
import { approvalsPath, calendarPath, listPath, messagesPath } from '../../shared/paths'

type Items = NonNullable<MenuProps['items']>

interface MenuGroup {
  type: 'group'
  key: string
  label: string
  children: Items
}

interface MenuTexts {
  labelOf: LabelOf
  pluralOf: (entity: { key: string }) => string
  home: string
  approvals: string
  calendar: string
  messages: string
}

/** The key of an item is the address it leads to. */
export function menuItems(
  schema: SchemaDocument,
  texts: MenuTexts,
  { isCollapsed, isStaff, mayWrite }: { isCollapsed: boolean; isStaff: boolean; mayWrite: boolean },
): Items {
  const groups = sorted(schema.menus).map((menu) => menuGroup(menu, schema, texts))
  return [
    leaf('/', <HomeOutlined />, texts.home),
    ...(isStaff ? staffItems(schema, texts, mayWrite) : []),
    ...groups
      .filter(({ children }) => children.length > 0)
      .flatMap((group) => (isCollapsed ? untitled(group) : [group])),
  ]
}

/** Where there is only room for icons, a line stands for the title. */
function untitled(group: MenuGroup): Items {
  return [{ type: 'divider', key: `line:${group.key}` }, ...group.children]
}

const SECTIONS = [approvalsPath(), messagesPath()]

/** A record page belongs to the list it is reached from; a list to its view where the menu has one. */
export function selectedKey(schema: SchemaDocument, pathname: string, search: string): string {
  const entity = /^\/records\/([^/]+)/.exec(pathname)?.[1]
  if (!entity) return SECTIONS.find((section) => pathname.startsWith(section)) ?? pathname
  const view = new URLSearchParams(search).get('view') ?? undefined
  const hasItem = schema.menus.some(({ items }) =>
    items.some((item) => item.entity === entity && item.view === view),
  )
  return listPath(entity, hasItem ? view : undefined)
}

/** Letters are nobody's to read but one's own. */
function staffItems(schema: SchemaDocument, texts: MenuTexts, mayWrite: boolean): Items {
  return [
    ...approvalsItem(schema, texts),
    leaf(calendarPath, <CalendarOutlined />, texts.calendar),
    ...(mayWrite ? [leaf(messagesPath(), <MessageOutlined />, texts.messages)] : []),
  ]
}

/** Only where an approval is drawn for anything. */
function approvalsItem(schema: SchemaDocument, texts: MenuTexts): Items {
  const isUsed = schema.entities.some(({ workflows }) => workflows.length > 0)
  return isUsed ? [leaf(approvalsPath(), <AuditOutlined />, texts.approvals)] : []
}

function menuGroup(menu: MenuDocument, schema: SchemaDocument, texts: MenuTexts): MenuGroup {
  const children = sorted(menu.items).flatMap((item) => entityItem(item, schema, texts))
  return { type: 'group', key: `menu:${menu.key}`, label: texts.labelOf(menu), children }
}

function entityItem(item: MenuItem, schema: SchemaDocument, texts: MenuTexts): Items {
  const entity = findEntity(schema, item.entity)
  if (!entity) return []
  const label = texts.labelOf(item, texts.pluralOf(entity))
  return [leaf(listPath(entity.key, item.view), <NamedIcon name={item.icon ?? entity.icon} />, label)]
}

function leaf(key: string, icon: React.ReactNode, label: string): Items[number] {
  return { key, icon, label, title: label }
}

function sorted<T extends { order?: number }>(things: T[]): T[] {
  return [...things].sort(
    (a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER),
  )
}
