import { describe, expect, it } from 'vitest'
import { schemaAt } from './choices'

const root = {
  properties: { nodes: { $ref: '#/$defs/nodes' }, lock: { enum: ['record', 'none'] } },
  $defs: {
    nodes: {
      additionalProperties: {
        properties: {
          kind: { enum: ['approval', 'later'] },
          branches: { additionalProperties: { properties: { nodes: { $ref: '#/$defs/nodes' } } } },
        },
      },
    },
  },
}

describe('what a schema allows', () => {
  it('is found at its place, also inside branches', () => {
    expect(schemaAt(root, ['lock'])?.enum).toEqual(['record', 'none'])
    expect(schemaAt(root, ['nodes', '*', 'kind'])?.enum).toEqual(['approval', 'later'])
    const inner = ['nodes', '*', 'branches', '*', 'nodes', '*', 'kind']
    expect(schemaAt(root, inner)?.enum).toEqual(['approval', 'later'])
    expect(schemaAt(root, ['nodes', '*', 'nothing'])).toBeUndefined()
  })
})
