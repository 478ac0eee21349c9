import { describe, expect, it } from 'vitest'
import type { CaseNode } from '../api/approvals'
import { stepChoices } from './stepChoices'

const label = (en: string) => ({ en })
const step = (node: string, en: string): CaseNode => ({
  node,
  label: label(en),
  kind: 'approval',
  mark: null,
  when: null,
  mode: 'any',
  tasks: [],
})
const labelOf = (item: { label?: { en?: string } } | undefined, other?: string) =>
  item?.label?.en ?? other ?? ''

describe('steps to move a case to (FLOW-04)', () => {
  it('are all there are, those inside branches with the way to them', () => {
    const branch = {
      node: 'size/large',
      label: label('Large'),
      when: null,
      taken: false,
      nodes: [step('size/large/chief', 'Chief'), step('size/large/other', 'Large')],
    }
    const fork: CaseNode = {
      node: 'size',
      label: label('By size'),
      kind: 'fork',
      mark: null,
      when: null,
      take: 'first',
      branches: [branch],
    }
    expect(stepChoices([step('boss', 'Boss'), fork], labelOf as never)).toEqual([
      { value: 'boss', label: 'Boss' },
      { value: 'size', label: 'By size' },
      { value: 'size/large/chief', label: 'By size › Large › Chief' },
      { value: 'size/large/other', label: 'By size › Large' },
    ])
  })
})
