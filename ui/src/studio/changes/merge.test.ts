import { describe, expect, it } from 'vitest'

import { applyMerge, findClashes, isSame, mergeDocument, rebase } from './merge'

const before = {
  key: 'lead',
  label: { en: 'Lead', 'zh-hans': '线索' },
  fields: { name: { kind: 'text', order: 10 }, score: { kind: 'integer', order: 20 } },
  roles: ['sales'],
}

describe('mergeDocument', () => {
  it('is null where nothing changed', () => {
    expect(mergeDocument(before, structuredClone(before))).toBeNull()
    expect(mergeDocument({ a: undefined }, {})).toBeNull()
  })

  it('holds only what differs and removes with null', () => {
    const after = {
      ...before,
      label: { en: 'Prospect', 'zh-hans': '线索' },
      fields: { name: { kind: 'text', order: 10, required: true } },
    }
    expect(mergeDocument(before, after)).toEqual({
      label: { en: 'Prospect' },
      fields: { name: { required: true }, score: null },
    })
  })

  it('sends arrays whole', () => {
    expect(mergeDocument(before, { ...before, roles: ['sales', 'support'] })).toEqual({
      roles: ['sales', 'support'],
    })
  })

  it('is undone by applyMerge', () => {
    const after = { key: 'lead', fields: { phone: { kind: 'phone' } }, roles: [] }
    expect(applyMerge(before, mergeDocument(before, after) ?? {})).toEqual(after)
  })
})

describe('isSame', () => {
  it('takes an absent attribute for undefined', () => {
    expect(isSame({ a: 1, b: undefined }, { a: 1 })).toBe(true)
    expect(isSame({ a: null }, {})).toBe(false)
    expect(isSame([1, { a: 2 }], [1, { a: 2 }])).toBe(true)
  })
})

describe('findClashes', () => {
  const theirs = { ...before, label: { en: 'Enquiry', 'zh-hans': '线索' }, icon: 'TeamOutlined' }

  it('lets changes of different attributes pass', () => {
    expect(findClashes(before, theirs, { ...before, label: { en: 'Lead', 'zh-hans': '潜客' } })).toEqual([])
  })

  it('names the attribute that both changed', () => {
    const mine = { ...before, label: { en: 'Prospect', 'zh-hans': '线索' } }
    expect(findClashes(before, theirs, mine)).toEqual([
      { path: ['label', 'en'], theirs: 'Enquiry', mine: 'Prospect' },
    ])
  })

  it('sees a change inside of what the other removed', () => {
    const removed = { ...before, fields: { name: before.fields.name } }
    const mine = { ...before, fields: { ...before.fields, score: { kind: 'decimal', order: 20 } } }
    expect(findClashes(before, removed, mine)).toEqual([
      { path: ['fields', 'score', 'kind'], theirs: undefined, mine: 'decimal' },
    ])
  })

  it('does not call equal changes a clash', () => {
    expect(findClashes(before, theirs, structuredClone(theirs))).toEqual([])
  })
})

describe('rebase', () => {
  it('keeps mine, gives way where told, and loses nothing else', () => {
    const theirs = { ...before, label: { en: 'Enquiry', 'zh-hans': '线索' }, icon: 'TeamOutlined' }
    const mine = { ...before, label: { en: 'Prospect', 'zh-hans': '潜客' } }
    expect(rebase(before, theirs, mine, [])).toEqual({ ...theirs, label: mine.label })
    expect(rebase(before, theirs, mine, [['label', 'en']])).toEqual({
      ...theirs,
      label: { en: 'Enquiry', 'zh-hans': '潜客' },
    })
  })
})
