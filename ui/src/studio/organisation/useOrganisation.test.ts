import { describe, expect, it } from 'vitest'
import type { RecordDocument } from '../../api/values'
import { findNode, idsBelow, treeOf } from './useOrganisation'

const unit = (id: string, parent?: string) =>
  ({ id, version: 1, name: id, parent: parent ? { id: parent, label: parent } : null }) as RecordDocument

describe('the tree of units', () => {
  const tree = treeOf(
    [unit('sales', 'company'), unit('company'), unit('north', 'sales'), unit('lost', 'gone')],
    new Map([['north', 3]]),
  )

  it('hangs every unit below its parent, and at the top where that is not to be seen', () => {
    expect(tree.map(({ id }) => id)).toEqual(['company', 'lost'])
    expect(findNode(tree, 'north')?.people).toBe(3)
    expect(findNode(tree, 'nowhere')).toBeNull()
  })

  it('knows where a unit cannot go', () => {
    const sales = findNode(tree, 'sales')
    expect(sales && [...idsBelow(sales)]).toEqual(['sales', 'north'])
  })
})
