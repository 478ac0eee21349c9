import { describe, expect, it } from 'vitest'
import type { AccessChange } from '../api/types'
import { accessGroups } from './accessGroups'

const change = (entity: string, action: string, part: Partial<AccessChange> = {}): AccessChange => ({
  entity,
  action,
  gained: [],
  lost: ['unit'],
  fields: [],
  roles: ['rep'],
  users: 1,
  names: ['Ada'],
  ...part,
})

describe('accessGroups', () => {
  it('tells once what is the same for several actions and entities', () => {
    const changes = ['quote', 'task'].flatMap((entity) => [change(entity, 'see'), change(entity, 'export')])
    expect(accessGroups(changes)).toEqual([
      {
        names: ['Ada'],
        users: 1,
        lines: [
          { entities: ['quote', 'task'], actions: ['see', 'export'], gained: [], lost: ['unit'], fields: [] },
        ],
      },
    ])
  })

  it('keeps people, effects and the fields of each entity apart', () => {
    const groups = accessGroups([
      change('quote', 'see'),
      change('quote', 'edit', { lost: ['own'] }),
      change('quote', 'see', { names: ['Bert'], roles: ['boss'] }),
      change('task', 'see', { lost: [], fields: ['name'] }),
      change('lead', 'see', { lost: [], fields: ['name'] }),
    ])
    expect(groups.map(({ lines }) => lines.map(({ entities }) => entities))).toEqual([
      [['quote'], ['quote'], ['task'], ['lead']],
      [['quote']],
    ])
  })
})
