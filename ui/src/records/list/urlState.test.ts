import { describe, expect, it } from 'vitest'
import { readListState, readSort, toggleSort, writeListState, writeSort } from './urlState'

describe('list address', () => {
  it('survives the round trip, whatever people type', () => {
    const state = {
      view: 'lead.open',
      filter: 'name contains "A&B = 50% +电子"',
      q: 'say "hi" & bye',
      sort: readSort('-created_at,account.name'),
      group: 'status',
      isBin: true,
      shape: 'tree' as const,
      open: '12',
    }
    const text = writeListState(state).toString()
    expect(readListState(new URLSearchParams(text))).toEqual(state)
  })

  it('says nothing where there is nothing to say', () => {
    expect(writeListState(readListState(new URLSearchParams())).toString()).toBe('')
  })

  it('reads careless sort texts', () => {
    expect(writeSort(readSort(' name , -amount,,-'))).toBe('name,-amount')
  })

  it('sorts up, down, not at all', () => {
    const up = toggleSort([], 'name', false)
    const down = toggleSort(up, 'name', false)
    expect([up, down, toggleSort(down, 'name', false)].map(writeSort)).toEqual(['name', '-name', ''])
  })

  it('replaces the order on a click and adds to it with Shift', () => {
    expect(writeSort(toggleSort(readSort('name'), 'amount', false))).toBe('amount')
    expect(writeSort(toggleSort(readSort('name'), 'amount', true))).toBe('name,amount')
    expect(writeSort(toggleSort(readSort('name,amount'), 'name', true))).toBe('-name,amount')
    expect(writeSort(toggleSort(readSort('-name,amount'), 'name', true))).toBe('amount')
  })
})
