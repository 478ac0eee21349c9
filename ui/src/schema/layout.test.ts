import { describe, expect, it } from 'vitest'
import type { Entity, LayoutDocument } from '../api/types'
import { isEditable, layoutFields, resolveLayout, unplacedRequiredFields } from './layout'
import { makeField as field } from './testing/fields'

const entity = (layouts: LayoutDocument[]): Entity => ({
  id: 'e',
  key: 'visit',
  owned: true,
  can: { see: true, create: true, edit: true, delete: true },
  fields: [
    field('id', { system: true }),
    field('owner', { system: true, kind: 'user' }),
    field('notes', { kind: 'long_text', order: 1 }),
    field('name', { order: 20, required: true }),
    field('code', { order: 10, required: true }),
  ],
  layouts,
  views: [],
  relations: [{ entity: 'task', field: 'visit' }],
  workflows: [],
})

describe('layout', () => {
  it('is generated from the fields where there is none', () => {
    const layout = resolveLayout(entity([]))
    expect(layoutFields(layout).map(({ key }) => key)).toEqual(['code', 'name', 'owner', 'notes'])
    expect(layout.related).toEqual([{ key: 'task.visit', entity: 'task', field: 'visit' }])
  })

  it('orders keyed maps and leaves out what the reader may not see', () => {
    const items = {
      b: { field: 'secret', order: 1 },
      c: { field: 'name', order: 30 },
      d: { field: 'notes', order: 20 },
    }
    const tabs = {
      late: { order: 9, regions: { r: { items: { x: { field: 'gone' } } } } },
      first: { order: 1, regions: { r: { columns: 3 as const, items } } },
    }
    const layout = resolveLayout(entity([{ key: 'visit.main', entity: 'visit', tabs }]))
    expect(layout.tabs.map(({ key }) => key)).toEqual(['first'])
    expect(layout.tabs[0]?.regions[0]?.items.map((item) => [item.field.key, item.span])).toEqual([
      ['notes', 3],
      ['name', 1],
    ])
  })

  it('offers required fields that no layout has placed', () => {
    const tabs = { main: { regions: { r: { items: { x: { field: 'name' } } } } } }
    const visit = entity([{ key: 'visit.main', entity: 'visit', tabs }])
    expect(unplacedRequiredFields(visit, resolveLayout(visit)).map(({ key }) => key)).toEqual(['code'])
  })

  it('knows what a person may change', () => {
    expect(isEditable(field('a'), false)).toBe(true)
    expect(isEditable(field('a', { can_edit: false }), true)).toBe(false)
    expect(isEditable(field('a', { read_only_after_create: true }), true)).toBe(true)
    expect(isEditable(field('a', { read_only_after_create: true }), false)).toBe(false)
    expect(isEditable(field('a', { kind: 'formula' }), true)).toBe(false)
    expect(isEditable(field('a', { kind: 'auto_number' }), true)).toBe(false)
    const vip = field('a', { kind: 'auto_number', reserved: ['888'] })
    expect([isEditable(vip, true), isEditable(vip, false)]).toEqual([true, false])
    expect(isEditable(field('version', { system: true }), false)).toBe(false)
    expect(isEditable(field('owner', { system: true }), false)).toBe(true)
  })
})
