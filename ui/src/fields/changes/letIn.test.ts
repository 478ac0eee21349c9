import { describe, expect, it } from 'vitest'
import { letIn } from './letIn'

describe('letIn', () => {
  it('reads shares and places on teams', () => {
    expect(letIn('$share', { to: 'Ada', edits: false, until: null })).toEqual({ whom: 'Ada', edits: false })
    expect(letIn('$share', { to: 'Ada', edits: true, until: '2026-01-01T00:00:00Z' })).toEqual({
      whom: 'Ada',
      edits: true,
      until: '2026-01-01T00:00:00Z',
    })
    expect(letIn('$team', { user: 'Ada', role: 'rep' })).toEqual({ whom: 'Ada', role: 'rep' })
  })

  it('leaves everything else alone', () => {
    expect(letIn('name', { to: 'Ada' })).toBeNull()
    expect(letIn('$share', null)).toBeNull()
    expect(letIn('$team', {})).toBeNull()
  })
})
