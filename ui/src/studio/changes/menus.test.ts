import { describe, expect, it } from 'vitest'
import { movedMenuChanges } from './menus'

describe('movedMenuChanges', () => {
  it('touches only the menu that moves', () => {
    const menus = [
      { key: 'sales', order: 10 },
      { key: 'service', order: 20 },
      { key: 'setup', order: 30 },
    ]
    expect(movedMenuChanges(menus, 'setup', 1)).toEqual([
      { op: 'put', kind: 'menu', key: 'setup', document: { order: 15 } },
    ])
    expect(movedMenuChanges(menus, 'sales', 0)).toEqual([])
  })

  it('gives all an order where some have none', () => {
    const keys = movedMenuChanges([{ key: 'a' }, { key: 'b' }], 'b', 0).map(({ key }) => key)
    expect(keys.sort()).toEqual(['a', 'b'])
  })
})
