import { describe, expect, it } from 'vitest'
import type { Field } from '../../api/types'
import { makeField } from '../../schema/testing/fields'
import { KINDS } from '../registry'
import { changeLine, lineFields, linesToWrite, moveLine, newLine, removeLine, type Line } from './lines'

const field = (key: string, kind: Field['kind'], more: Partial<Field> = {}) =>
  makeField(key, { kind, ...more })

const STORED: Line[] = [
  { id: '1', quantity: '2' },
  { id: '2', quantity: '3' },
]

describe('line items', () => {
  it('marks a stored line for removal and drops a new one', () => {
    const added = [...STORED, newLine({ quantity: '1' })]
    const key = added[2]?._key ?? ''
    expect(removeLine(added, key)).toEqual(STORED)
    expect(removeLine(STORED, '1')).toEqual([{ id: '1', quantity: '2', _delete: true }, STORED[1]])
  })

  it('changes one line and leaves the others untouched', () => {
    const changed = changeLine(STORED, '2', 'quantity', '9')
    expect(changed[0]).toBe(STORED[0])
    expect(changed[1]).toEqual({ id: '2', quantity: '9' })
  })

  it('moves a line to the place of another, in both directions', () => {
    const lines: Line[] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
    expect(moveLine(lines, 'a', 'c').map(({ id }) => id)).toEqual(['b', 'c', 'a'])
    expect(moveLine(lines, 'c', 'a').map(({ id }) => id)).toEqual(['c', 'a', 'b'])
    expect(moveLine(lines, 'a', 'nowhere')).toBe(lines)
  })

  it('shows entered fields in order, without the parent', () => {
    const fields = [
      field('price', 'money', { order: 20 }),
      field('quote', 'reference', { order: 1 }),
      field('id', 'integer', { system: true }),
      field('quantity', 'decimal', { order: 10 }),
    ]
    expect(lineFields(fields, 'quote').map(({ key }) => key)).toEqual(['quantity', 'price'])
  })

  it('writes ids of references and nothing that is computed', () => {
    const fields = [field('product', 'reference'), field('price', 'money'), field('amount', 'formula')]
    const line: Line = {
      _key: 'new-1',
      product: { id: '7', label: 'Pump' },
      price: { amount: '5.00', currency: 'CNY', base: '5.00' },
      amount: '10',
    }
    expect(linesToWrite([line, { id: '3', _delete: true }], fields, KINDS)).toEqual([
      { product: '7', price: { amount: '5.00', currency: 'CNY' } },
      { id: '3', _delete: true },
    ])
  })
})
