import { describe, expect, it } from 'vitest'

import type { Keyed, Ordered } from '../documents'
import { keysInOrder, moveBy, moveTo, nextOrder, omit, placeAt } from './order'

const map: Keyed<Ordered> = { a: { order: 10 }, b: { order: 20 }, c: { order: 30 } }

describe('reading', () => {
  it('sorts by order, then key', () => {
    expect(keysInOrder({ z: { order: 1 }, b: { order: 2 }, a: { order: 2 }, last: {} })).toEqual([
      'z',
      'a',
      'b',
      'last',
    ])
    expect(keysInOrder(undefined)).toEqual([])
  })

  it('knows the next order', () => {
    expect(nextOrder(map)).toBe(40)
    expect(nextOrder({})).toBe(10)
  })
})

describe('moving', () => {
  it('touches only the entry that moves when there is room', () => {
    expect(moveTo(map, 'c', 1)).toEqual({ a: { order: 10 }, b: { order: 20 }, c: { order: 15 } })
    expect(moveTo(map, 'a', 2)).toEqual({ a: { order: 40 }, b: { order: 20 }, c: { order: 30 } })
    expect(moveTo(map, 'c', 0)).toEqual({ a: { order: 10 }, b: { order: 20 }, c: { order: 0 } })
  })

  it('renumbers when there is none', () => {
    const tight = { a: { order: 1 }, b: { order: 2 }, c: { order: 3 } }
    expect(moveTo(tight, 'c', 1)).toEqual({ a: { order: 10 }, c: { order: 20 }, b: { order: 30 } })
  })

  it('renumbers entries that never had an order', () => {
    expect(keysInOrder(moveTo({ a: {}, b: {}, c: {} }, 'c', 1))).toEqual(['a', 'c', 'b'])
  })

  it('stays within the list', () => {
    expect(moveBy(map, 'a', -1)).toBe(map)
    expect(moveBy(map, 'c', 1)).toBe(map)
    expect(keysInOrder(moveBy(map, 'b', 1))).toEqual(['a', 'c', 'b'])
    expect(moveTo(map, 'nothing', 1)).toBe(map)
  })
})

describe('placing', () => {
  it('puts a new entry where it is told', () => {
    expect(keysInOrder(placeAt(map, 'x', {}, 1))).toEqual(['a', 'x', 'b', 'c'])
    expect(keysInOrder(placeAt(undefined, 'x', {}, 7))).toEqual(['x'])
    expect(keysInOrder(placeAt(map, 'x', {}, 99))).toEqual(['a', 'b', 'c', 'x'])
  })

  it('removes without touching the original', () => {
    expect(omit(map, 'b')).toEqual({ a: { order: 10 }, c: { order: 30 } })
    expect(Object.keys(map)).toHaveLength(3)
  })
})
