import { describe, expect, it } from 'vitest'
import type { Entity, Field } from '../../api/types'
import { asksBeforeTyping, closedKeys, isOpen, stateOf } from './states'

const field = (attributes: Partial<Field>): Field => ({ key: 'reason', kind: 'text', ...attributes }) as Field

describe('what holds for a field', () => {
  it('is what the server says of its conditions', () => {
    const states = { reason: { visible: false, required: false, read_only: false } }
    expect(stateOf(field({ required: true }), states).required).toBe(false)
    expect(isOpen(field({}), states)).toBe(false)
  })

  it('is what the field says where it has none', () => {
    expect(stateOf(field({ required: true }), {})).toEqual({
      visible: true,
      required: true,
      read_only: false,
    })
    expect(isOpen(field({ read_only: true }), undefined)).toBe(false)
  })

  it('closes a place that somebody was to mend, where a condition does', () => {
    const open = { visible: true, required: true, read_only: false }
    const fields = [field({ conditional: true }), field({ key: 'approved', read_only: true })]
    expect(closedKeys(fields, { reason: open })).toEqual([])
    expect(closedKeys(fields, { reason: { ...open, read_only: true } })).toEqual(['reason'])
    expect(closedKeys(fields, { reason: { ...open, visible: false } })).toEqual(['reason'])
  })

  it('is asked for before anything is typed only where it shows', () => {
    const entity = (attributes: Partial<Field>, edit = true) => ({
      fields: [field(attributes)],
      can: { edit } as Entity['can'],
    })
    const needed = entity({ conditional: true })
    expect([asksBeforeTyping(needed, true), asksBeforeTyping(needed, false)]).toEqual([true, false])
    expect(asksBeforeTyping(entity({ conditional: true, hides: true }), false)).toBe(true)
    expect(asksBeforeTyping(entity({ conditional: true, hides: true }, false), false)).toBe(false)
    expect(asksBeforeTyping(entity({}), true)).toBe(false)
  })
})
