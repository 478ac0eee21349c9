import { expect, test } from 'vitest'
import type { SchemaDocument } from '../../api/types'
import { menuItems, selectedKey } from './menuItems'

const schema = {
  menus: [{ key: 'sales', items: [{ entity: 'account' }, { entity: 'account', view: 'account.tree' }] }],
} as unknown as SchemaDocument

test('exactly one item is lit: that of the view where the menu has one, else that of the list', () => {
  expect(selectedKey(schema, '/records/account', '?view=account.tree')).toBe(
    '/records/account?view=account.tree',
  )
  expect(selectedKey(schema, '/records/account', '?view=account.key')).toBe('/records/account')
  expect(selectedKey(schema, '/records/account/58', '')).toBe('/records/account')
  expect(selectedKey(schema, '/', '')).toBe('/')
})

test('people from outside are not led to what only colleagues are answered', () => {
  const texts = { labelOf: () => '', pluralOf: () => '', home: '', approvals: '', calendar: '', messages: '' }
  const keysFor = (isStaff: boolean, mayWrite = true) =>
    menuItems({ ...schema, menus: [], entities: [] }, texts, { isCollapsed: false, isStaff, mayWrite }).map(
      (item) => item?.key,
    )
  expect(keysFor(true)).toEqual(['/', '/calendar', '/messages'])
  expect(keysFor(false)).toEqual(['/'])
  expect(keysFor(true, false)).toEqual(['/', '/calendar'])
})
