import { describe, expect, it } from 'vitest'
import { parseFilter } from './parse'
import { printFilter } from './print'
import {
  appendTo,
  changeAt,
  conditionOn,
  countConditions,
  emptyFilter,
  withCondition,
  type Condition,
  type Group,
} from './tree'

const condition = (path: string, operator: Condition['operator'], value: Condition['value']): Condition => ({
  type: 'condition',
  path,
  operator,
  value,
})
const all = (...items: Group['items']): Group => ({ type: 'group', join: 'and', items })
const any = (...items: Group['items']): Group => ({ type: 'group', join: 'or', items })
const text = (value: string) => ({ type: 'text', text: value }) as const

describe('filter text', () => {
  it.each([
    'name contains "电子"',
    'amount between 1000 and 20000.50',
    'amount > -5',
    'discount <= 10%',
    'active = true and owner = user',
    'status in ["new", "working"] and email is not blank',
    'status not in ["lost", "won"]',
    'created_at >= now - 7 days and due_on < today',
    'due_on = DATE(2026, 1, 31)',
    'updated_at < DATETIMEVALUE("2026-01-31T10:00:00+08:00")',
    'name starts with "A" or name ends with "Z"',
    'a = "1" and (b = "2" or (c = "3" and not (d contains "4")))',
    'account.owner.name = "say \\"hi\\" \\\\ and\\nmore"',
    '(owner = user or owner in ["3", "4"]) and phone is blank',
  ])('%s survives text → tree → text', (written) => {
    const tree = parseFilter(written)
    expect(tree).toBeDefined()
    expect(printFilter(tree!)).toBe(written)
  })

  it.each([
    ['NAME CONTAINS \'x\' AND status == "a"', 'NAME contains "x" and status = "a"'],
    ['a <> "1" || b = "2" && c = "3"', 'a != "1" or (b = "2" and c = "3")'],
    ['((a = "1"))', 'a = "1"'],
    ['not (status in ["x", "y"])', 'status not in ["x", "y"]'],
    ['name = "\\u7535\\u5b50"', 'name = "电子"'],
  ])('%s becomes canonical', (written, canonical) => {
    expect(printFilter(parseFilter(written)!)).toBe(canonical)
  })

  it.each([
    'count(lines) > 3',
    'amount > price * 2',
    'name =',
    'a = "1" b',
    '§',
    '"x" = name',
    'not (a = "1" or b = "2")',
  ])('%s is left to the text editor', (written) => {
    expect(parseFilter(written)).toBeUndefined()
  })

  it('reads an empty text as no filter', () => {
    expect(parseFilter('  ')).toEqual(emptyFilter())
    expect(printFilter(emptyFilter())).toBe('')
  })

  it('writes lists of one as a comparison and leaves unfinished conditions out', () => {
    const tree = all(
      condition('status', 'in', [text('new')]),
      condition('tier', 'not_in', [text('d')]),
      condition('', 'equals', null),
      condition('amount', 'between', [{ type: 'number', text: '1' }]),
    )
    expect(printFilter(tree)).toBe('status = "new" and tier != "d"')
    expect(countConditions(tree)).toBe(2)
  })

  it('keeps "me" beside a list of people', () => {
    const tree = all(condition('owner', 'not_in', [{ type: 'relative', text: 'user' }, text('3')]))
    expect(printFilter(tree)).toBe('(owner != user and owner != "3")')
  })
})

describe('filter tree', () => {
  it('changes, removes and appends by position', () => {
    const tree = all(condition('a', 'is_blank', null), any(condition('b', 'is_blank', null)))
    expect(printFilter(appendTo(tree, [1], condition('c', 'is_blank', null)))).toBe(
      'a is blank and (b is blank or c is blank)',
    )
    expect(printFilter(changeAt(tree, [0], () => null))).toBe('b is blank')
    expect(printFilter(changeAt(tree, [1, 0], () => condition('x', 'is_not_blank', null)))).toBe(
      'a is blank and x is not blank',
    )
  })

  it('puts a quick filter beside a filter of alternatives', () => {
    const either = any(condition('a', 'is_blank', null), condition('b', 'is_blank', null))
    const narrowed = withCondition(either, 'c', condition('c', 'is_blank', null))
    expect(printFilter(narrowed)).toBe('(a is blank or b is blank) and c is blank')
    expect(conditionOn(narrowed, 'c')).toBeDefined()
    expect(conditionOn(either, 'a')).toBeUndefined()
    expect(printFilter(withCondition(narrowed, 'c', null))).toBe('a is blank or b is blank')
  })
})
