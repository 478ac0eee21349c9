import { describe, expect, it } from 'vitest'
import type { Notification } from '../api/inbox'
import { groupByRecord } from './grouping'

function told(id: string, record: string | null): Notification {
  return {
    id,
    kind: 'reminder',
    title: id,
    body: '',
    entity: record ? 'account' : null,
    record: record ? { id: record, label: record } : null,
    about: {},
    actor: null,
    at: '2026-03-02T08:00:00Z',
    read_at: null,
    archived_at: null,
    snoozed_until: null,
  }
}

describe('groupByRecord', () => {
  it('keeps what is about one record together, in the place of the newest', () => {
    const groups = groupByRecord([told('4', 'a'), told('3', null), told('2', 'b'), told('1', 'a')])
    expect(groups.map(({ items }) => items.map(({ id }) => id))).toEqual([['4', '1'], ['3'], ['2']])
  })

  it('never joins notifications without a record', () => {
    expect(groupByRecord([told('2', null), told('1', null)])).toHaveLength(2)
  })
})
