import { describe, expect, it } from 'vitest'
import { errorText, issueText, ProblemError } from './problem'

describe('problem documents for people', () => {
  it('joins message and hint as sentences', () => {
    expect(issueText({ message: 'Name is required', hint: 'Enter a value' })).toBe(
      'Name is required. Enter a value',
    )
    expect(issueText({ message: 'Name is required.', hint: 'Enter a value.' })).toBe(
      'Name is required. Enter a value.',
    )
    expect(issueText({ message: '名称必填', hint: '请输入' })).toBe('名称必填。请输入')
  })

  it('says nothing twice', () => {
    const message = 'lead has no field "regoin"; did you mean "region"?'
    expect(issueText({ message, hint: 'Did you mean "region"?' })).toBe(message)
  })

  it('falls back from issues to the detail to the title', () => {
    expect(errorText(new ProblemError({ title: 'Conflict', status: 409 }))).toBe('Conflict')
    expect(errorText(new ProblemError({ title: 'Conflict', detail: 'Key exists', status: 409 }))).toBe(
      'Key exists',
    )
    const issues = [{ message: 'One' }, { message: 'Two' }]
    expect(errorText(new ProblemError({ title: 'Invalid', status: 422, issues }))).toBe('One\nTwo')
  })
})
