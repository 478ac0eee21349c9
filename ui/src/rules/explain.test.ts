import { describe, expect, it } from 'vitest'
import { distinctParts, type Explanation } from './explain'

const part = (text: string, ...parts: Explanation[]): Explanation => ({
  text,
  type: 'number',
  value: '1',
  label: null,
  hidden: false,
  parts,
})

describe('the parts of an explanation', () => {
  it('are listed once each, from the whole to the fields', () => {
    const whole = part('a + b > a', part('a + b', part('a'), part('b')), part('a'))
    expect(distinctParts(whole).map(({ text }) => text)).toEqual(['a + b', 'a', 'b'])
  })
})
