import { describe, expect, it } from 'vitest'
import { ProblemError, type Issue } from '../api/problem'
import { findingProps, findingsOf } from './findings'

const refused = (...issues: Issue[]) => new ProblemError({ title: 'Invalid', status: 422, issues })

describe('findings of a dialog (FLOW-04)', () => {
  it('stand at their inputs, the rest above them', () => {
    const found = findingsOf(
      refused(
        { path: 'to', message: 'Nobody', hint: 'Choose somebody else' },
        { path: 'values/lines/0/price', message: 'Too much' },
        { path: 'elsewhere', message: 'No' },
        { message: 'Over' },
      ),
      ['to', 'values/lines', 'comment'],
    )
    expect(found.at.get('to')).toBe('Nobody. Choose somebody else')
    expect(found.at.get('values/lines')).toBe('Too much')
    expect(found.general).toEqual(['No', 'Over'])
  })

  it('are told as a whole where they have no place', () => {
    expect(findingsOf(new Error('offline'), ['to']).general).toEqual(['offline'])
    expect(findingsOf(refused(), ['to']).general).toEqual(['Invalid'])
  })

  it('mark the input', () => {
    const found = findingsOf(refused({ path: 'comment', message: 'Too long' }), ['comment'])
    expect(findingProps(found, 'comment')).toEqual({ validateStatus: 'error', help: 'Too long' })
    expect(findingProps(found, 'to')).toEqual({})
  })
})
