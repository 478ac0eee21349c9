import { describe, expect, it } from 'vitest'
import { choicesOf, movedRow, newRow, rowKeys, rowsOf } from './choices'

const stored = {
  won: { label: { en: 'Won' }, order: 20, color: 'green' },
  new: { label: { en: 'New' }, order: 10 },
}

describe('choices', () => {
  it('come and go in their order', () => {
    const rows = rowsOf(stored)
    expect(rowKeys(rows)).toEqual(['new', 'won'])
    expect(choicesOf(rows)).toEqual(stored)
  })

  it('begin with two empty rows that say nothing', () => {
    expect(rowsOf(undefined)).toHaveLength(2)
    expect(choicesOf(rowsOf({}))).toEqual({})
  })

  it('take keys from their labels, never twice', () => {
    const rows = [
      ...rowsOf(stored),
      { ...newRow(), label: { en: 'New' } },
      { ...newRow(), label: { 'zh-hans': '其他' } },
    ]
    expect(rowKeys(rows)).toEqual(['new', 'won', 'new_2', 'qi_ta'])
  })

  it('move', () => {
    const rows = rowsOf(stored)
    expect(Object.keys(choicesOf(movedRow(rows, rows[1]?.id ?? '', 0)))).toEqual(['won', 'new'])
    expect(movedRow(rows, 'nothing', 0)).toEqual(rows)
  })
})
