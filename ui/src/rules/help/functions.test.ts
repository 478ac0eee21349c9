import { describe, expect, it } from 'vitest'
import { callOf, found, type FunctionGroup } from './functions'

const round = {
  name: 'ROUND',
  help: 'Rounded to so many places',
  signatures: ['ROUND(a number, a number) → a number'],
  example: 'ROUND(1.5, 0)',
  gives: '2',
}
const today = {
  name: 'TODAY',
  help: '今天的日期',
  signatures: ['TODAY() → a date'],
  example: 'TODAY()',
  gives: null,
}
const GROUPS: FunctionGroup[] = [
  { key: 'numbers', label: 'Numbers', functions: [round] },
  { key: 'dates', label: 'Dates', functions: [today] },
]

describe('the help on functions', () => {
  it('is searched by name, help and example, in either language', () => {
    expect(found(GROUPS, 'places round').map(({ key }) => key)).toEqual(['numbers'])
    expect(found(GROUPS, '日期').map(({ key }) => key)).toEqual(['dates'])
    expect(found(GROUPS, 'nothing')).toEqual([])
    expect(found(GROUPS, ' ')).toHaveLength(2)
  })

  it('leaves the cursor where the values go', () => {
    expect(callOf(round)).toEqual({ text: 'ROUND()', back: 1 })
    expect(callOf(today)).toEqual({ text: 'TODAY()', back: 0 })
  })
})
