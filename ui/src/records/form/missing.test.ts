import { describe, expect, it } from 'vitest'
import type { Field } from '../../api/types'
import { makeField } from '../../schema/testing/fields'
import { missingValues, type Lookup } from './missing'

const field = (key: string, more: Partial<Field> = {}) => makeField(key, { required: true, ...more })

const LINES = field('lines', { kind: 'children', target: 'line', parent_field: 'quote', required: false })
const LOOKUP: Lookup = {
  text: ({ key }) => `${key}!`,
  lineFields: () => [
    field('quote', { kind: 'reference' }),
    field('price', { kind: 'money' }),
    field('note', { required: false }),
  ],
}
const missing = (fields: Field[], values: Record<string, unknown>, isNew = true) =>
  Object.fromEntries(missingValues(fields, values, isNew, LOOKUP))

describe('missing values', () => {
  it('finds blanks of every shape', () => {
    const fields = [field('name'), field('tags', { kind: 'options' }), field('sum', { kind: 'money' })]
    const values = { name: '', tags: [], sum: { amount: null, currency: 'CNY' } }
    expect(Object.keys(missing(fields, values))).toEqual(['name', 'tags', 'sum'])
  })

  it('leaves defaults, computed and read-only fields to the server', () => {
    const fields = [
      field('stage', { default: '"new"' }),
      field('total', { kind: 'formula' }),
      field('x', { read_only: true }),
    ]
    expect(missing(fields, {})).toEqual({})
    expect(missing(fields, { stage: null })).toEqual({ stage: 'stage!' })
    expect(missing(fields, {}, false)).toEqual({ stage: 'stage!' })
  })

  it('looks into the lines that stay', () => {
    const lines = [
      { id: '1', price: { amount: '1', currency: 'CNY' } },
      { id: '2', _delete: true },
      { _key: 'new-1' },
    ]
    expect(missing([LINES], { lines })).toEqual({ 'lines/2/price': 'price!' })
  })
})
