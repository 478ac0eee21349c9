import { describe, expect, it } from 'vitest'
import { documentPath, faultOf, findingsOf } from './findings'
import type { Nodes } from './nodes'

const nodes: Nodes = {
  manager: { kind: 'approval' },
  size: {
    kind: 'fork',
    take: 'table',
    decide: 'route',
    branches: { manager: { nodes: { manager: { kind: 'approval' } } } },
  },
}
const at = (path: string) => ({ path, message: path })

describe('findings (FLOW-01)', () => {
  it('stand at the innermost node or branch', () => {
    const [outer, inner, branch, whole, table] = [
      at('workflow/quote/nodes/manager/approvers/boss/name'),
      at('workflow/quote/nodes/size/branches/manager/nodes/manager/when/1:4'),
      at('workflow/quote/nodes/size/branches/manager/when/1:4'),
      at('workflow/quote/free_fields/nothing'),
      at('rule/quote.route/text/3:1'),
    ] as const
    const found = findingsOf([outer, inner, branch, whole, table], 'quote', nodes, { 'quote.route': 'route' })
    expect(Object.fromEntries(found.at)).toEqual({
      manager: [outer],
      'size/manager/manager': [inner],
      'size/manager': [branch],
      size: [table],
    })
    expect(found.general).toEqual([whole])
  })

  it('say where the input is', () => {
    expect(documentPath('size/large/head')).toBe('nodes/size/branches/large/nodes/head')
  })

  it('are as grave as the gravest', () => {
    expect(faultOf([])).toBeUndefined()
    expect(faultOf([{ severity: 'warning', message: '' }])).toBe('warning')
    expect(faultOf([{ severity: 'warning', message: '' }, { message: '' }])).toBe('error')
  })
})
