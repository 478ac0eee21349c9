import dayjs from 'dayjs'
import { describe, expect, it } from 'vitest'
import type { Field } from '../api/types'
import { constantDefault } from './defaults'

const ME = { id: '1', label: 'Li Ming' }
const CONTEXT = { me: ME, unit: undefined, currency: 'CNY' }

const start = (kind: Field['kind'], text: string | null, more: Partial<Field> = {}) =>
  constantDefault(
    {
      id: 'f',
      key: 'f',
      kind,
      default: text,
      system: false,
      state: 'active',
      sortable: true,
      filterable: true,
      can_edit: true,
      ...more,
    },
    CONTEXT,
  )

describe('defaults that a new form shows', () => {
  it('reads constants of each kind', () => {
    expect(start('option', '"new"')).toBe('new')
    expect(start('integer', '3')).toBe(3)
    expect(start('decimal', '1.50')).toBe('1.50')
    expect(start('percent', '13%')).toBe('13')
    expect(start('money', '5')).toEqual({ amount: '5', currency: 'CNY' })
    expect(start('boolean', 'true')).toBe(true)
    expect(start('user', 'user')).toEqual(ME)
    expect(start('date', 'today + 30 days')).toBe(dayjs().add(30, 'day').format('YYYY-MM-DD'))
  })

  it('leaves everything else to the server', () => {
    expect(start('text', 'account.name & "x"')).toBeUndefined()
    expect(start('date', 'EOMONTH(today, 1)')).toBeUndefined()
    expect(start('decimal', null)).toBeUndefined()
  })

  it('makes a new record mine', () => {
    expect(start('user', null, { system: true, key: 'owner' })).toEqual(ME)
    expect(start('user', null, { system: true, key: 'created_by' })).toBeUndefined()
  })
})
