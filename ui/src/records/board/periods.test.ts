import { describe, expect, it } from 'vitest'
import { periodOf } from './periods'

describe('periods', () => {
  const november = new Date(2026, 10, 27)
  it.each([
    ['this_month', { from: '2026-11-01', to: '2026-12-01' }],
    ['this_quarter', { from: '2026-10-01', to: '2027-01-01' }],
    ['this_year', { from: '2026-01-01', to: '2027-01-01' }],
    ['last_year', { from: '2025-01-01', to: '2026-01-01' }],
    ['any_time', {}],
  ] as const)('%s has its first day and the day after it', (key, expected) => {
    expect(periodOf(key, november)).toEqual(expected)
  })
})
