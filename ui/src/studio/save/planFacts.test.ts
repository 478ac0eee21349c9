import { describe, expect, it } from 'vitest'
import type { Plan } from '../api/types'
import { issuesAt, issuesElsewhere, pathWithin, placeOf } from './issues'
import { isOvertaken, isRefused, needsConfirmation, planFacts } from './planFacts'

const harmless: Plan = {
  base_version: 3,
  issues: [],
  steps: [{ summary: { en: 'Add a column' }, ddl: 'ALTER TABLE …', lock: 'ACCESS EXCLUSIVE', rows: 12 }],
  impact: { data_at_risk: [], rules: [], views: ['lead.all'] },
}

describe('needsConfirmation', () => {
  it('lets harmless plans pass', () => {
    expect(needsConfirmation(harmless)).toBe(false)
    expect(isRefused(harmless)).toBe(false)
  })

  it('stops at anything at risk', () => {
    const risk = { entity: 'lead', field: 'score', rows: 3, message: '3 rows do not convert' }
    expect(needsConfirmation({ ...harmless, impact: { data_at_risk: [risk] } })).toBe(true)
    expect(needsConfirmation({ ...harmless, steps: [{ summary: 'x', destructive: true }] })).toBe(true)
    expect(needsConfirmation({ ...harmless, issues: [{ severity: 'warning', message: 'slow' }] })).toBe(true)
    expect(needsConfirmation({ ...harmless, impact: { rules: [{ key: 'lead.score' }] } })).toBe(true)
  })

  it("tells what others did from faults of one's own", () => {
    const clash = { severity: 'error' as const, code: 'changed_by_others', message: '' }
    expect(isOvertaken({ ...harmless, issues: [clash] })).toBe(true)
    expect(isOvertaken({ ...harmless, issues: [{ severity: 'error', message: '' }] })).toBe(false)
  })

  it('tells errors from warnings', () => {
    expect(isRefused({ ...harmless, issues: [{ severity: 'warning', message: '' }] })).toBe(false)
    expect(isRefused({ ...harmless, issues: [{ severity: 'error', message: '' }] })).toBe(true)
  })
})

describe('planFacts', () => {
  it('collects statements and rules', () => {
    const facts = planFacts({ ...harmless, impact: { rules: [{ key: 'a' }, 'b', { n: 1 }] } })
    expect(facts.statements).toEqual(['ALTER TABLE …'])
    expect(facts.brokenRules).toEqual(['a', 'b', '{"n":1}'])
  })
})

describe('issues', () => {
  const deep = { path: 'changes/0/document/fields/score/kind', message: 'unknown kind' }
  const label = { path: 'entities/lead/fields/score/label/en', message: 'too long' }
  const general = { path: '', message: 'no' }

  it('find their control', () => {
    expect(pathWithin(deep.path, 'fields/score')).toBe('kind')
    expect(pathWithin('0/key')).toBe('key')
    expect(issuesAt([deep, label, general], ['label'], 'fields/score')).toEqual([label])
    expect(issuesAt([{ path: 'fields/score', message: '' }], [''], 'fields/score')).toHaveLength(1)
  })

  it('say which component they are about', () => {
    const at = (path: string) => placeOf({ path, message: '' })
    expect(at('entity/lead/fields/account/target')).toEqual({ kind: 'entity', key: 'lead', field: 'account' })
    expect(at('view/lead.open/sort')).toEqual({ kind: 'view', key: 'lead.open', field: null })
    expect(at('changes/0/key')).toBeNull()
  })

  it('stand above the form when no control shows them', () => {
    expect(issuesElsewhere([deep, label, general], ['label', 'key'], 'fields/score')).toEqual([deep, general])
  })
})
