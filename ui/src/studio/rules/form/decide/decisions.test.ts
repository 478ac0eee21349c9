import { describe, expect, it } from 'vitest'
import type { DecideParts } from '../../../../rules/parts'
import {
  addColumn,
  addOtherwise,
  addRow,
  hasOtherwise,
  moveRow,
  readList,
  removeColumn,
  removeRow,
  setCell,
  setResult,
  withOperator,
} from './decisions'

const table: DecideParts = {
  kind: 'decide',
  entity: 'quote',
  title: null,
  when: null,
  name: 'route',
  mode: 'first match',
  columns: ['total'],
  results: ['steps'],
  rows: [
    { cells: [{ operator: '<=', values: ['5'] }], results: ['["a"]'] },
    { cells: null, results: ['[]'] },
  ],
}

describe('a decision table (FLOW-03)', () => {
  it('gets rows before what holds otherwise', () => {
    const made = addRow(table)
    expect(made.rows.map(({ cells }) => cells === null)).toEqual([false, false, true])
    expect(moveRow(made, 0, 1).rows[1]).toEqual(table.rows[0])
    expect(moveRow(made, 0, -1)).toBe(made)
    expect(removeRow(made, 2).rows.some(({ cells }) => cells === null)).toBe(false)
    expect(hasOtherwise(addOtherwise(removeRow(table, 1)))).toBe(true)
  })

  it('keeps as many cells as columns', () => {
    const wide = addColumn(table, 'region')
    expect(wide.rows[0]?.cells).toHaveLength(2)
    expect(wide.rows[1]?.cells).toBeNull()
    expect(removeColumn(wide, 1)).toEqual(table)
    expect(removeColumn(wide, 0).rows[0]?.cells).toEqual([{ operator: 'any', values: [] }])
  })

  it('changes cells and results in place', () => {
    expect(setCell(table, 0, 0, { operator: '>', values: ['9'] }).rows[0]?.cells?.[0]?.values).toEqual(['9'])
    expect(setCell(table, 1, 0, { operator: '>', values: ['9'] }).rows[1]?.cells).toBeNull()
    expect(setResult(table, 1, 0, '["b"]').rows[1]?.results).toEqual(['["b"]'])
  })

  it('keeps the values that a comparison can hold', () => {
    expect(withOperator({ operator: '<=', values: ['5'] }, 'between').values).toEqual(['5', ''])
    expect(withOperator({ operator: 'between', values: ['1', '5'] }, '=').values).toEqual(['1'])
    expect(withOperator({ operator: '=', values: ['1'] }, 'any').values).toEqual([])
    expect(withOperator({ operator: 'any', values: [] }, 'in').values).toEqual([''])
  })

  it('reads lists of branches', () => {
    expect(readList('["a", "b"]')).toEqual(['a', 'b'])
    expect(readList('total * 2')).toBeNull()
    expect(readList('[1]')).toBeNull()
  })
})
