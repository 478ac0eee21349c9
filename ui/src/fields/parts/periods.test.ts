import { describe, expect, it } from 'vitest'
import { readPeriod, writePeriod } from './periods'

describe('periods', () => {
  it.each(['today', 'this month', 'last fiscal year', 'next fiscal quarter', 'last 30 days', 'next 1 week'])(
    '%s is read and written the same',
    (text) => {
      const period = readPeriod(text)
      expect(period && writePeriod(period)).toBe(text)
    },
  )

  it.each(['', 'today - 7 days', 'this', 'last 3', 'this month or true', 'user'])('%s is none', (text) => {
    const period = readPeriod(text)
    expect(period === undefined || period.unit === undefined).toBe(true)
  })
})
