import { describe, expect, it } from 'vitest'
import { issueFor, issuesInside, sortIssues, withoutField } from './issues'

const ISSUES = [
  { path: 'name', message: 'Acme exists already.', hint: 'Choose another name.' },
  { path: '/lines/0/quantity', message: 'Not a number.' },
  { path: 'secret', message: 'Elsewhere.' },
  { message: 'As a whole.' },
]
const SHOWN = new Set(['name', 'lines'])

describe('form issues', () => {
  it('go to their fields, the rest above the form', () => {
    const issues = sortIssues(ISSUES, SHOWN)
    expect(issueFor(issues, 'name')).toBe('Acme exists already. Choose another name.')
    expect(issuesInside(issues, 'lines').get('0/quantity')).toBe('Not a number.')
    expect(issues.general).toEqual(['Elsewhere.', 'As a whole.'])
  })

  it('vanish with the change of their field', () => {
    const issues = withoutField(sortIssues(ISSUES, SHOWN), 'lines')
    expect(issuesInside(issues, 'lines').size).toBe(0)
    expect(issueFor(issues, 'name')).toBeDefined()
  })
})
