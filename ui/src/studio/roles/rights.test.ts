import { describe, expect, it } from 'vitest'
import { hasMore, rightOf, scopeOf, withScope, withWays } from './rights'

describe('rights', () => {
  it('reads every form', () => {
    expect([true, false, 'unit', 'nonsense', undefined].map((right) => scopeOf(right))).toEqual([
      'all',
      'none',
      'unit',
      'none',
      'none',
    ])
    expect(scopeOf({ scope: 'own', rule: 'true' })).toBe('own')
    expect(scopeOf({ rule: 'true' })).toBe('none')
  })

  it('tells what follows from what is said', () => {
    expect(rightOf({ see: 'own' }, 'export')).toEqual({ right: 'own', isSaid: false })
    expect(rightOf({ see: 'own', export: 'none' }, 'export')).toEqual({ right: 'none', isSaid: true })
    expect(rightOf({}, 'delete')).toEqual({ right: 'none', isSaid: false })
  })

  it('keeps further ways when the scope changes, and drops empty ones', () => {
    const right = { scope: 'own', from: ['account'] }
    expect(withScope(right, 'unit')).toEqual({ scope: 'unit', from: ['account'] })
    expect(withScope('own', 'unit')).toBe('unit')
    expect(withWays(right, { from: [] })).toBe('own')
    expect(withWays('own', { rule: 'vip' })).toEqual({ scope: 'own', rule: 'vip' })
    expect(hasMore(right)).toBe(true)
    expect(hasMore({ scope: 'own', from: [] })).toBe(false)
  })
})
