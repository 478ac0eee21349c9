import { describe, expect, it } from 'vitest'
import type { Entity, Field } from '../../api/types'
import type { ConversionDocument } from '../processDocuments'
import { isComplete, mappableFields, missingFields, proposedMapping, waysFor } from './mapping'

const field = (key: string, attributes: Partial<Field> = {}): Field =>
  ({ key, kind: 'text', system: false, ...attributes }) as Field
const entity = (key: string, fields: Field[]): Entity => ({ key, fields }) as Entity

const lead = entity('lead', [
  field('name'),
  field('amount', { kind: 'money' }),
  field('region', { kind: 'reference', target: 'region' }),
  field('status', { kind: 'option', options: { new: {}, lost: {} } }),
  field('owner', { kind: 'user', system: true }),
])
const deal = entity('deal', [
  field('created_at', { kind: 'datetime', system: true }),
  field('name', { required: true }),
  field('amount', { kind: 'integer' }),
  field('account', { kind: 'reference', target: 'account', required: true }),
  field('lead', { kind: 'reference', target: 'lead' }),
  field('region', { kind: 'reference', target: 'region' }),
  field('status', { kind: 'option', options: { new: {}, won: {} } }),
  field('number', { kind: 'auto_number', required: true }),
  field('total', { kind: 'formula' }),
  field('lines', { kind: 'children' }),
  field('owner', { kind: 'user', system: true }),
])
const origin = {
  entity: lead,
  made: [{ key: 'customer', entity: 'account', label: 'Customer' }],
  isLine: false,
}

describe('a mapping', () => {
  it('fills what is stored and typed, not what is computed or kept by the server', () => {
    const keys = mappableFields(deal).map(({ key }) => key)
    expect(keys).toEqual(['name', 'amount', 'account', 'lead', 'region', 'status', 'number', 'owner'])
    expect(mappableFields(deal, 'lead').some(({ key }) => key === 'lead')).toBe(false)
  })

  it('proposes fields of the same name and kind whose options fit, the source, and records made before', () => {
    expect(proposedMapping(deal, origin)).toEqual({
      name: { copy: 'name', order: 10 },
      account: { record: 'customer', order: 20 },
      lead: { source: true, order: 30 },
      region: { copy: 'region', order: 40 },
      owner: { copy: 'owner', order: 50 },
    })
  })

  it('offers lines no other record, and constants only where one can be typed', () => {
    const account = deal.fields.find(({ key }) => key === 'account') as Field
    expect(waysFor(account, deal, origin)).toEqual(['copy', 'value', 'record'])
    expect(waysFor(account, deal, { ...origin, isLine: true })).toEqual(['copy', 'value'])
    expect(waysFor(deal.fields[1] as Field, deal, origin)).toEqual(['copy', 'value', 'constant'])
  })

  it('names the required fields that nothing fills', () => {
    const missing = missingFields(mappableFields(deal), { name: { copy: 'name' } })
    expect(missing.map(({ key }) => key)).toEqual(['account'])
  })

  it('is complete once every value says where it comes from', () => {
    const document: ConversionDocument = {
      kind: 'conversion',
      key: 'lead.deal',
      entity: 'lead',
      targets: { deal: { target: 'deal', fields: { name: { copy: '' } } } },
    }
    expect(isComplete(document)).toBe(false)
    const filled = {
      deal: { target: 'deal', fields: { name: { copy: 'name' }, lead: { source: true as const } } },
    }
    expect(isComplete({ ...document, targets: filled })).toBe(true)
    expect(isComplete({ ...document, targets: filled, effects: { status: '' } })).toBe(false)
    expect(isComplete({ ...document, targets: {} })).toBe(false)
  })
})
