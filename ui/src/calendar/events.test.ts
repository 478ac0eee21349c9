import { describe, expect, it } from 'vitest'
import type { Entity, Field } from '../api/types'
import type { RecordDocument } from '../api/values'
import { rangeFilter, toEvent, valuesAt } from './events'
import type { Source } from './sources'

const field = (key: string, kind: string) =>
  ({ key, kind, can_edit: true, system: false }) as unknown as Field
const entity = { key: 'visit', title_field: 'subject', can: { edit: true } } as unknown as Entity
const record = (values: object) =>
  ({ id: '7', subject: 'Visit Acme', ...values }) as unknown as RecordDocument

const VISIT: Source = {
  key: 'visit.calendar',
  entity,
  starts: field('at', 'datetime'),
  ends: undefined,
  minutes: field('minutes', 'integer'),
  color: undefined,
  view: undefined,
}
const TRIP: Source = {
  ...VISIT,
  starts: field('first_day', 'date'),
  ends: field('last_day', 'date'),
  minutes: undefined,
}

describe('events of a calendar', () => {
  it('last as many minutes as the record says', () => {
    const event = toEvent(VISIT, record({ at: '2026-03-02T08:00:00Z', minutes: 90 }))
    expect([event.title, event.allDay, event.end]).toEqual(['Visit Acme', false, '2026-03-02T09:30:00.000Z'])
  })

  it('include their last day, and lose it again when they are moved', () => {
    const event = toEvent(TRIP, record({ first_day: '2026-03-30', last_day: '2026-03-31' }))
    expect([event.start, event.end, event.allDay]).toEqual(['2026-03-30', '2026-04-01', true])
    const moved = valuesAt(TRIP, new Date(2026, 3, 6), new Date(2026, 3, 8))
    expect(moved).toEqual({ first_day: '2026-04-06', last_day: '2026-04-07' })
  })

  it('become minutes when they are made longer', () => {
    const start = new Date('2026-03-02T08:00:00Z')
    const values = valuesAt(VISIT, start, new Date('2026-03-02T08:45:00Z'))
    expect(values).toEqual({ at: '2026-03-02T08:00:00.000Z', minutes: 45 })
  })

  it('keep their length where they have none', () => {
    const due: Source = { ...TRIP, ends: undefined }
    expect(valuesAt(due, new Date(2026, 2, 5), null)).toEqual({ first_day: '2026-03-05' })
  })

  it('are asked for by what the range shows', () => {
    const range = { from: new Date(2026, 2, 1), to: new Date(2026, 3, 1) }
    expect(rangeFilter(TRIP, range)).toBe(
      'first_day < DATE(2026, 4, 1) and (first_day >= DATE(2026, 3, 1)' + ' or last_day >= DATE(2026, 3, 1))',
    )
    expect(rangeFilter(VISIT, range)).toContain('at < DATETIMEVALUE("')
  })
})
