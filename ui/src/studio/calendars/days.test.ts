import { describe, expect, it } from 'vitest'
import { countWorked, likeMonday, mergeDays, stateOf, weekdayOf, weeklyMinutes, withDay } from './days'

const WEEK = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start: '09:00', end: '17:30' }))
const holiday = (day: string) => ({ day, label: '', is_worked: false })

describe('days of a calendar', () => {
  it('knows weekdays from Monday', () => {
    expect([weekdayOf(2026, 10, 4), weekdayOf(2026, 10, 5)]).toEqual([7, 1])
  })

  it('counts the working days of a year', () => {
    expect(countWorked(WEEK, [], 2026)).toBe(261)
    const make_up = { day: '2026-10-10', label: '', is_worked: true }
    expect(countWorked(WEEK, [holiday('2026-10-01'), holiday('2026-10-03'), make_up], 2026)).toBe(261)
  })

  it('lets a special day win over its weekday', () => {
    const weekdays = new Set([1])
    expect(stateOf(1, undefined, weekdays)).toBe('worked')
    expect(stateOf(1, holiday('2026-01-05'), weekdays)).toBe('holiday')
    expect(stateOf(7, { ...holiday('2026-01-04'), is_worked: true }, weekdays)).toBe('make_up')
    expect(stateOf(7, undefined, weekdays)).toBe('free')
  })

  it('changes one day and leaves the others', () => {
    const days = [holiday('2026-01-01'), holiday('2026-05-01')]
    expect(withDay(days, '2026-01-01', null)).toEqual([holiday('2026-05-01')])
    expect(withDay(days, '2026-02-01', holiday('2026-02-01')).map(({ day }) => day)).toEqual([
      '2026-01-01',
      '2026-02-01',
      '2026-05-01',
    ])
  })

  it('takes pasted days over, in place of a year where wanted', () => {
    const days = [holiday('2025-01-01'), holiday('2026-01-01')]
    const added = [holiday('2026-10-01')]
    expect(mergeDays(days, added, null)).toHaveLength(3)
    expect(mergeDays(days, added, 2026).map(({ day }) => day)).toEqual(['2025-01-01', '2026-10-01'])
  })

  it('copies Monday and leaves the weekend', () => {
    const hours = [
      { weekday: 1, start: '08:00', end: '12:00' },
      { weekday: 6, start: '09:00', end: '10:00' },
    ]
    const copied = likeMonday(hours)
    expect(copied.map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5, 6])
    expect(weeklyMinutes(copied)).toBe(5 * 240 + 60)
  })
})
