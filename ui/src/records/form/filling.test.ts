import { describe, expect, it } from 'vitest'
import type { Entity, Field } from '../../api/types'
import type { Writer } from '../../fields/types'
import { makeField as field } from '../../schema/testing/fields'
import { hasMoved, partsOf, withAnswer, written, type FindEntity } from './filling'

const entity = (key: string, fields: Field[]): Entity => ({ key, fields }) as Entity

const LINE = entity('quote_line', [
  field('product', { kind: 'reference' }),
  field('text', { filled_by: ['product'] }),
  field('price', { filled_by: ['product'] }),
  field('amount', { kind: 'formula' }),
])
const QUOTE = entity('quote', [
  field('account', { kind: 'reference' }),
  field('address', { filled_by: ['account'] }),
  field('lines', { kind: 'children', target: 'quote_line' }),
])
const find: FindEntity = (key) => (key === 'quote_line' ? LINE : undefined)
const write: Writer = (_, value) => (value && typeof value === 'object' && 'id' in value ? value.id : value)
const PUMP = { id: '1', label: 'Pump' }
const VALVE = { id: '2', label: 'Valve' }

const parts = (values: Record<string, unknown>, isWhole = true) =>
  partsOf(QUOTE, values, { isNew: true, isWhole, find })

describe('PROD-05: what is filled from chosen records', () => {
  it('finds the record and its lines, without those that are removed', () => {
    const lines = [{ _key: 'new-1' }, { id: '7' }, { id: '8', _delete: true }]
    const found = parts({ lines })
    expect(found.map(({ place, isNew }) => [place, isNew])).toEqual([
      ['', true],
      ['lines/new-1', true],
      ['lines/7', false],
    ])
    expect(parts({ lines }, false).map(({ place }) => place)).toEqual(['lines/new-1', 'lines/7'])
  })

  it('sends what can be written, and notices another record', () => {
    const [part] = parts({ lines: [{ _key: 'new-1', product: PUMP, amount: '3', price: '9' }] }, false)
    if (!part) throw new Error('no line')
    const sent = written(part, write)
    expect(sent).toEqual({ product: '1', price: '9' })
    expect(hasMoved(part, sent, { ...sent, price: '10' })).toBe(false)
    expect(hasMoved(part, sent, { ...sent, product: '2' })).toBe(true)
  })

  it('takes the answer in, but not where somebody has typed meanwhile', () => {
    const asked = {
      lines: [
        { _key: 'new-1', product: PUMP },
        { _key: 'new-2', product: VALVE },
      ],
    }
    const part = parts(asked, false)[1]
    if (!part) throw new Error('no line')
    const sent = written(part, write)
    const typed = { lines: [asked.lines[0], { ...asked.lines[1], price: '5' }] } as never
    const answer = { part, sent, values: { text: 'Valve', price: '2.50', amount: '7' } }
    expect(withAnswer(typed, {}, answer, write)).toEqual({
      lines: [asked.lines[0], { _key: 'new-2', product: VALVE, text: 'Valve', price: '5' }],
    })
  })

  it('touches nothing but what was filled', () => {
    const stored = { account: PUMP, address: null, name: 'A' } as never
    const part = partsOf(QUOTE, stored, { isNew: false, isWhole: true, find })[0]
    if (!part) throw new Error('no record')
    const answer = { part, sent: written(part, write), values: { address: 'Main street' } }
    expect(withAnswer({ account: VALVE }, stored, answer, write)).toEqual({
      account: VALVE,
      address: 'Main street',
    })
  })
})
