import { describe, expect, it } from 'vitest'
import { conditionOf } from './groups'

describe('groups of a list', () => {
  it.each([
    ['new', 'status = "new"'],
    [{ id: '7', label: 'Ann "A"' }, 'status = "7"'],
    [true, 'status = true'],
    [null, 'status is blank'],
    ['say "x"', 'status = "say \\"x\\""'],
  ])('%j is asked for as %s', (value, expected) => {
    expect(conditionOf('status', value)).toBe(expected)
  })
})
