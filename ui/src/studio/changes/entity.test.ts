import { describe, expect, it } from 'vitest'

import type { EntityDocument, LayoutDocument, MenuDocument, ViewDocument } from '../documents'
import { newEntityChanges, type NewEntity } from './entity'
import { editFieldChanges, moveFieldChanges, newFieldChanges, storedFields } from './fields'
import { newLayout } from './layout'
import { lineEntityChanges, suggestLineKey } from './lineItems'

const menu: MenuDocument = {
  kind: 'menu',
  key: 'sales',
  label: { en: 'Sales' },
  items: { lead: { entity: 'lead', order: 10 } },
}
const visit: EntityDocument = {
  kind: 'entity',
  key: 'visit',
  label: { en: 'Visit' },
  fields: {
    name: { kind: 'text', order: 10 },
    at: { kind: 'date', order: 20 },
    note: { kind: 'text', order: 30 },
  },
}
const layout: LayoutDocument = newLayout('visit', visit.fields, { layout: {}, tab: {}, region: {} })
const view: ViewDocument = {
  kind: 'view',
  key: 'visit.all',
  entity: 'visit',
  columns: { name: { order: 10 } },
}

describe('newEntityChanges', () => {
  const wanted: NewEntity = {
    key: 'site_visit',
    label: { en: 'Site visit' },
    plural: { en: 'Site visits', 'zh-hans': '现场拜访' },
    icon: 'CarOutlined',
    owned: true,
    titleLabel: { en: 'Subject' },
    withLayout: true,
    withView: true,
    roles: [],
    menu: { document: menu, isNew: false },
  }

  it('makes the entity usable in one change set', () => {
    const changes = newEntityChanges(wanted)
    expect(changes.map(({ kind, key }) => [kind, key])).toEqual([
      ['entity', 'site_visit'],
      ['layout', 'site_visit.main'],
      ['view', 'site_visit.all'],
      ['menu', 'sales'],
    ])
    expect(changes[0]?.document).toMatchObject({ title_field: 'name', owned: true })
    expect(changes[2]?.document).toMatchObject({
      label: { en: 'All site visits', 'zh-hans': '全部现场拜访' },
    })
    expect(changes[3]?.document).toEqual({ items: { site_visit: { entity: 'site_visit', order: 20 } } })
  })

  it('lets people of the roles work with it, in their unit where records have owners', () => {
    const rights = (owned: boolean) => newEntityChanges({ ...wanted, owned, roles: ['rep'] }).at(-1)
    expect(rights(true)).toMatchObject({ kind: 'role', key: 'rep' })
    expect(rights(true)?.document).toMatchObject({ entities: { site_visit: { see: 'unit', edit: 'own' } } })
    expect(rights(false)?.document).toMatchObject({ entities: { site_visit: { see: 'all', edit: 'all' } } })
  })

  it('makes the menu, too, when there is none', () => {
    const [, , , change] = newEntityChanges({
      ...wanted,
      menu: { document: { ...menu, items: {} }, isNew: true },
    })
    expect(change?.document).toEqual({ ...menu, items: { site_visit: { entity: 'site_visit', order: 10 } } })
  })

  it('makes only what is wanted', () => {
    const bare = newEntityChanges({ ...wanted, withLayout: false, withView: false, menu: null })
    expect(bare.map(({ kind }) => kind)).toEqual(['entity'])
  })
})

describe('fields', () => {
  it('stand on form and list from the first save', () => {
    const [field, form, list] = newFieldChanges(
      visit,
      'score',
      { kind: 'integer' },
      { layouts: [layout], views: [view] },
    )
    expect(field).toEqual({
      op: 'put',
      kind: 'field',
      key: 'visit.score',
      document: { kind: 'integer', order: 40 },
    })
    expect(form?.document).toEqual({
      tabs: { details: { regions: { general: { items: { score: { field: 'score', order: 40 } } } } } },
    })
    expect(list?.document).toEqual({ columns: { score: { order: 20 } } })
  })

  it('are not placed twice', () => {
    expect(
      newFieldChanges(visit, 'name', { kind: 'text' }, { layouts: [layout], views: [view] }),
    ).toHaveLength(1)
  })

  it('send only what was edited, and a new key as a rename', () => {
    const before = { kind: 'text' as const, required: true, help: { en: 'x' } }
    expect(editFieldChanges('visit', 'name', before, { kind: 'text' }, 'title')).toEqual([
      { op: 'put', kind: 'field', key: 'visit.name', document: { required: null, help: null } },
      { op: 'rename', kind: 'field', key: 'visit.name', new_key: 'title' },
    ])
    expect(editFieldChanges('visit', 'name', before, before)).toEqual([])
  })

  it('have their present key beside the one at birth', () => {
    const fields = { ...visit.fields, at: { kind: 'date' as const, key: 'visited_on', order: 40 } }
    expect(storedFields({ ...visit, fields }).map(({ birth, key }) => [birth, key])).toEqual([
      ['name', 'name'],
      ['note', 'note'],
      ['at', 'visited_on'],
    ])
  })

  it('move alone', () => {
    expect(moveFieldChanges(visit, 'note', 1)).toEqual([
      { op: 'put', kind: 'entity', key: 'visit', document: { fields: { note: { order: 15 } } } },
    ])
    expect(moveFieldChanges(visit, 'name', 0)).toEqual([])
  })
})

describe('line items', () => {
  const columns = { area: { kind: 'text' as const, order: 10 }, photo: { kind: 'file' as const, order: 20 } }

  it('are an entity with a reference to the parent', () => {
    const lines = { field: 'findings', label: { en: 'Findings' }, key: 'visit_findings', columns }
    const [[change], field] = lineEntityChanges(visit, lines)
    expect(field).toEqual({ target: 'visit_findings', parent_field: 'visit' })
    expect(change?.document).toMatchObject({
      title_field: 'area',
      fields: {
        visit: { kind: 'reference', target: 'visit', on_delete: 'cascade', required: true },
        ...columns,
      },
    })
  })

  it('step aside for a column named like the parent', () => {
    const lines = { field: 'f', label: {}, key: 'visit_f', columns: { visit: { kind: 'text' as const } } }
    expect(lineEntityChanges(visit, lines)[1].parent_field).toBe('visit_parent')
  })

  it('propose a free key', () => {
    expect(suggestLineKey('visit', 'findings', ['visit_findings'])).toBe('visit_findings_2')
  })
})
