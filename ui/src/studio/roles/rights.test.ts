import { describe, expect, it } from 'vitest'
import { furtherRights, hasMore, rightOf, scopeOf, wayOf, withRight, withScope, withWays } from './rights'

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

  it('knows restoring and named actions', () => {
    const grant = { edit: 'own', delete: 'unit', actions: { share: 'none', approve: 'all' } }
    expect(rightOf(grant, 'restore')).toEqual({ right: 'unit', isSaid: false })
    expect(rightOf(grant, 'share')).toEqual({ right: 'none', isSaid: true })
    expect(rightOf(grant, 'convert')).toEqual({ right: 'own', isSaid: false })
    expect(withRight(grant, 'restore', 'none')).toEqual({ restore: 'none' })
    expect(withRight(grant, 'convert', 'unit')).toEqual({ actions: { ...grant.actions, convert: 'unit' } })
    expect(furtherRights(grant)).toEqual([
      'restore',
      'share',
      'convert',
      'submit',
      'assign',
      'release',
      'approve',
    ])
  })

  it('keeps further ways when the scope changes, and drops empty ones', () => {
    const right = { scope: 'own', from: ['account'] }
    expect(withScope(right, 'unit')).toEqual({ scope: 'unit', from: ['account'] })
    expect(withScope('own', 'unit')).toBe('unit')
    expect(withWays(right, { from: [] })).toBe('own')
    expect(withWays('own', { rule: 'vip' })).toEqual({ scope: 'own', rule: 'vip' })
    expect(hasMore(right)).toBe(true)
    expect(wayOf({ from: ['account'] })).toBe('only_through')
    expect(wayOf({ rule: 'vip' })).toBe('only_by_rule')
    expect(wayOf({ rule: 'vip', from: ['account'] })).toBe('only_both')
    expect(hasMore({ scope: 'own', from: [] })).toBe(false)
  })
})
