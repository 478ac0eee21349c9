import { describe, expect, it } from 'vitest'
import { bothOf, printText } from './text'
import { conditionOn, countConditions, emptyFilter, withCondition, type Condition, type Group } from './tree'
import { fromWireGroup, toWire, type WireClause } from './wire'

const wire: WireClause & { type: 'group' } = {
  type: 'group',
  join: 'or',
  negated: true,
  items: [
    { type: 'condition', path: 'name', operator: 'contains', values: [{ type: 'text', text: 'x' }] },
    { type: 'condition', path: 'owner', operator: 'my_team', values: [] },
    {
      type: 'condition',
      path: 'amount',
      operator: 'between',
      values: [
        { type: 'number', text: '1' },
        { type: 'number', text: '2' },
      ],
    },
    {
      type: 'collection',
      function: 'count',
      path: 'communications',
      operator: 'greater',
      values: [{ type: 'number', text: '3' }],
      where: {
        type: 'group',
        join: 'and',
        negated: false,
        items: [
          {
            type: 'condition',
            path: 'at',
            operator: 'in_period',
            values: [{ type: 'relative', text: 'this month' }],
          },
        ],
      },
    },
    { type: 'text', text: 'amount > 2 * budget' },
  ],
}

const condition = (path: string, text: string): Condition => ({
  type: 'condition',
  path,
  operator: 'equals',
  value: { type: 'text', text },
})

describe('clauses of the builder', () => {
  it('go to the server as they came from it', () => {
    expect(toWire(fromWireGroup(wire))).toEqual(wire)
  })

  it('leave out what is not filled in yet', () => {
    const unfinished: Group = {
      ...emptyFilter(),
      items: [
        { ...condition('name', 'x'), value: null },
        condition('', 'x'),
        { type: 'text', text: ' ' },
        emptyFilter(),
        {
          type: 'collection',
          function: 'sum',
          path: 'lines.amount',
          where: null,
          operator: 'greater',
          value: null,
        },
      ],
    }
    expect(toWire(unfinished)).toBeNull()
    expect(countConditions(unfinished)).toBe(0)
  })

  it('write a list of one as an equality', () => {
    const tree: Group = {
      ...emptyFilter(),
      items: [{ ...condition('tier', ''), operator: 'in', value: [{ type: 'text', text: 'a' }] }],
    }
    expect(toWire(tree)).toMatchObject({ items: [{ operator: 'equals' }] })
  })

  it('let a quick filter replace the condition on its field, beside any other', () => {
    const either: Group = { type: 'group', join: 'or', items: [condition('a', '1'), condition('b', '2')] }
    const narrowed = withCondition(either, 'a', condition('a', '3'))
    expect(narrowed).toEqual({ ...emptyFilter(), items: [either, condition('a', '3')] })
    expect(conditionOn(narrowed, 'a')).toEqual(condition('a', '3'))
    expect(conditionOn(either, 'a')).toBeUndefined()
    expect(withCondition(narrowed, 'a', null).items).toEqual([either])
  })
})

describe('filters as text', () => {
  it('are joined so that both hold', () => {
    expect([bothOf(), bothOf('', 'a or b'), bothOf('a or b', 'c')]).toEqual([
      '',
      'a or b',
      '(a or b) and (c)',
    ])
  })

  it('quote what people type', () => {
    expect(printText('a "b" \\ c\n')).toBe('"a \\"b\\" \\\\ c\\n"')
  })
})
