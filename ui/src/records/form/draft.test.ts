import { describe, expect, it } from 'vitest'
import type { Field } from '../../api/types'
import { makeField } from '../../schema/testing/fields'
import type { Writer } from '../../fields/types'
import { changedValues, compareVersions, isSame, withoutKeys } from './draft'

const field = (key: string, kind: Field['kind'] = 'text') => makeField(key, { kind })
const FIELDS = [field('name'), field('phone'), field('owner', 'user')]
const idOf: Writer = (_, value) => (value && typeof value === 'object' && 'id' in value ? value.id : value)

describe('value difference', () => {
  it('compares JSON by content', () => {
    expect(isSame({ a: [1, { b: null }] }, { a: [1, {}] })).toBe(true)
    expect(isSame('1.0', '1.00')).toBe(false)
    expect(isSame(null, undefined)).toBe(true)
    expect(isSame([], {})).toBe(false)
    expect(isSame(['a', 'b'], ['b', 'a'])).toBe(false)
  })

  it('sends only what differs, as it is written', () => {
    const base = { name: 'Acme', phone: null, owner: { id: '1', label: 'Li' } }
    const draft = { name: 'Acme', phone: '', owner: { id: '2', label: 'Wang' } }
    const write: Writer = (item, value) => (value === '' ? null : idOf(item, value))
    expect(changedValues(FIELDS, base, draft, write)).toEqual({ owner: '2' })
  })

  it('sends null for a value that was taken away', () => {
    expect(changedValues(FIELDS, { phone: '1' }, { phone: undefined }, idOf)).toEqual({ phone: null })
  })
})

describe('two people at one record', () => {
  const base = { name: 'Acme', phone: '1', owner: { id: '1', label: 'Li' } }
  const current = { id: '7', version: 3, name: 'Acme Ltd', phone: '2', owner: { id: '1', label: 'Li Ming' } }

  it('asks only about fields that both have changed differently', () => {
    const conflict = compareVersions(FIELDS, base, { name: 'ACME' }, current, idOf)
    expect(conflict.both.map(({ key }) => key)).toEqual(['name'])
    expect(conflict.theirs.map(({ key }) => key)).toEqual(['phone'])
  })

  it('finds no conflict where both want the same', () => {
    const conflict = compareVersions(FIELDS, base, { name: 'Acme Ltd' }, current, idOf)
    expect(conflict.both).toEqual([])
  })

  it('drops from my draft what I let the other have', () => {
    expect(withoutKeys({ name: 'ACME', phone: '3' }, ['name'])).toEqual({ phone: '3' })
  })
})
