import { describe, expect, it } from 'vitest'
import { readSort, writeSort } from './sorting'

describe('sort', () => {
  it('is read and written', () => {
    const terms = readSort(' -created_at, account.name ,+at')
    expect(terms).toEqual([
      { path: 'created_at', isDescending: true },
      { path: 'account.name', isDescending: false },
      { path: 'at', isDescending: false },
    ])
    expect(writeSort(terms)).toBe('-created_at,account.name,at')
  })

  it('may be absent', () => {
    expect(readSort(undefined)).toEqual([])
    expect(writeSort([])).toBeUndefined()
  })
})
