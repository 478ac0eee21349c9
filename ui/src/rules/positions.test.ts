import { describe, expect, it } from 'vitest'
import { lettersBefore, positionOf, spanOf, withoutPlace } from './positions'

describe('positions', () => {
  it('counts a letter outside the first plane once, as the server does', () => {
    expect(lettersBefore('a😀b', 3)).toBe(2)
    expect(positionOf('a😀b', 2)).toBe(3)
    expect(positionOf('ab', 9)).toBe(2)
  })

  it('finds the word at the place that a path names', () => {
    const text = 'amount > 3\nand regoin = "x"'
    expect(spanOf(text, 'expression/2:5')).toEqual({ from: 15, to: 21 })
    expect(spanOf(text, '1:8')).toEqual({ from: 7, to: 8 })
    expect(spanOf(text, 'entity/lead')).toEqual({ from: 0, to: 10 })
    expect(spanOf('a', '1:99')).toEqual({ from: 1, to: 1 })
  })

  it('leaves out what the editor shows anyway', () => {
    expect(withoutPlace('line 1, column 14: lead has no field "x"')).toBe('Lead has no field "x"')
    expect(withoutPlace('第 1 行第 3 列：规则不完整')).toBe('规则不完整')
  })
})
