import { describe, expect, it } from 'vitest'
import { snoozedUntil } from './snoozing'

describe('snoozedUntil', () => {
  it('counts hours from now', () => {
    const now = new Date('2026-03-04T10:20:00')
    expect(new Date(snoozedUntil('in_three_hours', now)).getHours()).toBe(13)
  })

  it.each([
    ['2026-03-04T10:20:00', 9],
    ['2026-03-08T23:00:00', 9],
    ['2026-03-02T07:00:00', 9],
  ])('finds the Monday after %s', (now, day) => {
    const until = new Date(snoozedUntil('next_week', new Date(now)))
    expect([until.getDay(), until.getDate(), until.getHours()]).toEqual([1, day, 8])
  })
})
