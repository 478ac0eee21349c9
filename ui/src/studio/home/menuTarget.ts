/** The menu that a new entity gets its entry in. */
import type { QueryClient } from '@tanstack/react-query'
import type { SchemaDocument } from '../../api/types'
import { componentQuery } from '../api/metadata'
import type { MenuTarget } from '../changes/entity'
import { suggestItemKey } from '../changes/keys'
import { nextOrder } from '../changes/order'

/** Stands for a menu that is made in the same step. */
export const NEW_MENU = '+'

export async function readMenuTarget(
  client: QueryClient,
  schema: SchemaDocument,
  key: string,
): Promise<MenuTarget> {
  if (key === NEW_MENU) return { document: emptyMenu(schema), isNew: true }
  const { document } = await client.fetchQuery(componentQuery('menu', key))
  return { document, isNew: false }
}

function emptyMenu({ menus }: SchemaDocument): MenuTarget['document'] {
  const orders = Object.fromEntries(menus.map(({ key, order }) => [key, { order: order ?? 0 }]))
  return {
    kind: 'menu',
    key: suggestItemKey({ en: 'workspace' }, Object.keys(orders), 'menu'),
    label: { en: 'Workspace', 'zh-hans': '工作台' },
    icon: 'AppstoreOutlined',
    order: nextOrder(orders),
    items: {},
  }
}
