import { describe, expect, it } from 'vitest'
import type { Field } from '../../api/types'
import { isOpen, stateOf } from './states'

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
})
