/** Edits of a decision table: rows and columns stay in step. */
import type { CellOperator, DecideCell, DecideParts, DecideRow } from '../../../../rules/parts'

const ANY: DecideCell = { operator: 'any', values: [] }
const NEEDED: Partial<Record<CellOperator, number>> = { any: 0, between: 2 }

const replaced = <T>(list: readonly T[], at: number, item: T) =>
  list.map((one, index) => (index === at ? item : one))
const without = <T>(list: readonly T[], at: number) => list.filter((_, index) => index !== at)

export function setCell(table: DecideParts, row: number, column: number, cell: DecideCell): DecideParts {
  return changeRow(table, row, (one) => ({ ...one, cells: one.cells && replaced(one.cells, column, cell) }))
}

export function setResult(table: DecideParts, row: number, column: number, result: string): DecideParts {
  return changeRow(table, row, (one) => ({ ...one, results: replaced(one.results, column, result) }))
}

function changeRow(table: DecideParts, at: number, change: (row: DecideRow) => DecideRow): DecideParts {
  return { ...table, rows: table.rows.map((row, index) => (index === at ? change(row) : row)) }
}

/** A cell with another operator keeps the values that it can hold. */
export function withOperator(cell: DecideCell, operator: CellOperator): DecideCell {
  const count = NEEDED[operator] ?? Math.max(1, operator === 'in' ? cell.values.length : 1)
  return { operator, values: Array.from({ length: count }, (_, at) => cell.values[at] ?? '') }
}

/** A new row stands before the `otherwise`, which is the last. */
export function addRow(table: DecideParts): DecideParts {
  const row: DecideRow = { cells: table.columns.map(() => ANY), results: table.results.map(() => '[]') }
  const last = table.rows.findIndex(({ cells }) => cells === null)
  const at = last < 0 ? table.rows.length : last
  return { ...table, rows: [...table.rows.slice(0, at), row, ...table.rows.slice(at)] }
}

export const hasOtherwise = ({ rows }: DecideParts) => rows.some(({ cells }) => cells === null)

export function addOtherwise(table: DecideParts): DecideParts {
  return { ...table, rows: [...table.rows, { cells: null, results: table.results.map(() => '[]') }] }
}

export const removeRow = (table: DecideParts, at: number): DecideParts => ({
  ...table,
  rows: without(table.rows, at),
})

export function moveRow(table: DecideParts, at: number, distance: -1 | 1): DecideParts {
  const row = table.rows[at]
  const other = table.rows[at + distance]
  if (!row || !other) return table
  return { ...table, rows: replaced(replaced(table.rows, at, other), at + distance, row) }
}

export function addColumn(table: DecideParts, column: string): DecideParts {
  const rows = table.rows.map((row) => ({ ...row, cells: row.cells && [...row.cells, ANY] }))
  return { ...table, columns: [...table.columns, column], rows }
}

export function setColumn(table: DecideParts, at: number, column: string): DecideParts {
  return { ...table, columns: replaced(table.columns, at, column) }
}

export function removeColumn(table: DecideParts, at: number): DecideParts {
  const rows = table.rows.map((row) => ({ ...row, cells: row.cells && without(row.cells, at) }))
  return { ...table, columns: without(table.columns, at), rows }
}

/** The texts of a list such as `["a", "b"]`; null for anything else. */
export function readList(text: string): string[] | null {
  try {
    const found: unknown = JSON.parse(text)
    return Array.isArray(found) && found.every((one) => typeof one === 'string') ? found : null
  } catch {
    return null
  }
}
