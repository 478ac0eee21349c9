import { describe, expect, it } from 'vitest'
import type { Entity, Field, SchemaDocument } from '../../api/types'
import { defaultSources } from './defaultSources'

const field = (key: string, kind: Field['kind'], more: Partial<Field> = {}) =>
  ({ id: key, key, kind, can_edit: true, system: false, ...more }) as Field

const ENTITIES = [
  { key: 'brand', fields: [field('name', 'text')] },
  {
    key: 'product',
    fields: [
      field('name', 'text'),
      field('price', 'money'),
      field('margin', 'formula', { result: 'money' }),
      field('brand', 'reference', { target: 'brand' }),
    ],
  },
  {
    key: 'quote',
    fields: [field('title', 'text'), field('lines', 'children', { target: 'line', parent_field: 'quote' })],
  },
  {
    key: 'line',
    line_of: { entity: 'quote', field: 'lines' },
    fields: [
      field('quote', 'reference', { target: 'quote' }),
      field('product', 'reference', { target: 'product' }),
    ],
  },
] as Entity[]
const SCHEMA = { entities: ENTITIES } as SchemaDocument

function offered(document: Parameters<typeof defaultSources>[2]): string[] {
  const line = ENTITIES[3]
  if (!line) throw new Error('no line')
  const labelOf = (item: unknown) => (item as Field).key
  return defaultSources(SCHEMA, line, document, labelOf as never).flatMap(({ children = [] }) =>
    children.map(({ value }) => value),
  )
}

describe('PROD-05: what a default can be taken from', () => {
  it('offers what fits the kind, of records that are chosen', () => {
    expect(offered({ kind: 'money' })).toEqual(['product.price', 'product.margin'])
    expect(offered({ kind: 'long_text' })).toEqual(['product.name'])
    expect(offered({ kind: 'reference', target: 'brand' })).toEqual(['product.brand'])
    expect(offered({ kind: 'date' })).toEqual([])
  })
})
