import { describe, expect, it } from 'vitest'
import { numberExample } from './numberExample'

describe('numberExample', () => {
  it.each([
    ['Q-{YYYY}-{0000}', 'Q-2026-0001'],
    ['{YY}{MM}{DD}/{00}', '260305/01'],
    ['no counter {YYYY}', ''],
    ['', ''],
    ['{0}{unknown}', '1{unknown}'],
  ])('%s → %s', (pattern, example) => {
    expect(numberExample(pattern, new Date(2026, 2, 5))).toBe(example)
  })
})
