import { describe, expect, it } from 'vitest'
import type { Entity, Field } from '../../api/types'
import type { MenuDocument, RoleDocument } from '../documents'
import { retireEntityChanges, retireFieldChanges, type Surroundings } from './retire'

function field(key: string, rest: Partial<Field> = {}): Field {
  const flags = { system: false, state: 'active' as const, sortable: true, filterable: true, can_edit: true }
  return { id: key, key, kind: 'text', ...flags, ...rest }
}

function entity(key: string, rest: Partial<Entity> = {}): Entity {
  const can = { see: true, create: true, edit: true, delete: true }
  return {
    id: key,
    key,
    owned: false,
    can,
    fields: [],
    layouts: [],
    views: [],
    relations: [],
    workflows: [],
    ...rest,
  }
}

const items = { name: { field: 'name', order: 10 } }
const visit = entity('visit', {
  fields: [field('name'), field('findings', { kind: 'children', target: 'finding' })],
  layouts: [{ key: 'visit.main', entity: 'visit', tabs: { details: { regions: { general: { items } } } } }],
  views: [{ key: 'visit.all', entity: 'visit', columns: { name: {} } }],
})
const account = entity('account', {
  layouts: [
    { key: 'account.main', entity: 'account', related: { visits: { entity: 'visit', field: 'account' } } },
  ],
})
const menu: MenuDocument = {
  kind: 'menu',
  key: 'sales',
  label: {},
  items: { visit: { entity: 'visit' }, lead: { entity: 'lead' } },
}
const role: RoleDocument = { kind: 'role', key: 'rep', label: {}, entities: { visit: { see: 'own' } } }
const around: Surroundings = { entities: [visit, account, entity('finding')], menus: [menu], roles: [role] }

const namesOf = (changes: ReturnType<typeof retireEntityChanges>) =>
  changes.map(({ op, kind, key }) => `${op} ${kind} ${key}`)

describe('retireEntityChanges', () => {
  it('takes along what would lead nowhere, line items included', () => {
    const changes = retireEntityChanges('visit', around)
    expect(namesOf(changes)).toEqual([
      'put menu sales',
      'put role rep',
      'put layout account.main',
      'delete view visit.all',
      'delete layout visit.main',
      'delete entity visit',
      'delete entity finding',
    ])
    expect(changes[0]?.document).toEqual({ items: { visit: null } })
    expect(changes[2]?.document).toEqual({ related: { visits: null } })
  })

  it('leaves everything else alone', () => {
    expect(namesOf(retireEntityChanges('finding', around))).toEqual(['delete entity finding'])
  })
})

describe('retireFieldChanges', () => {
  it('takes the field off forms and lists, under former keys, too', () => {
    const changes = retireFieldChanges(visit, field('name'), ['name', 'title'], around)
    expect(namesOf(changes)).toEqual([
      'put layout visit.main',
      'put view visit.all',
      'delete field visit.name',
    ])
    expect(changes[0]?.document).toEqual({
      tabs: { details: { regions: { general: { items: { name: null } } } } },
    })
    expect(changes[1]?.document).toEqual({ columns: { name: null, title: null } })
  })

  it('retires the lines of a table', () => {
    const table = visit.fields[1] ?? field('findings')
    expect(namesOf(retireFieldChanges(visit, table, ['findings'], around))).toEqual([
      'delete field visit.findings',
      'delete entity finding',
    ])
  })

  it('takes related lists by the field off other forms', () => {
    const changes = retireFieldChanges(visit, field('account', { kind: 'reference' }), ['account'], around)
    expect(namesOf(changes)).toEqual(['put layout account.main', 'delete field visit.account'])
  })
})
