import { expect, it } from 'vitest'
import type { Field } from '../api/types'
import { rowAllows } from './rowRights'

const amount = { key: 'amount' } as Field
const row = (edit: boolean, locked: string[] = []) => ({ id: '1', version: 1, _can: { edit, locked } })

it('lets a field be changed where neither the row nor the field is closed', () => {
  expect(rowAllows(row(true), amount)).toBe(true)
  expect(rowAllows(row(true, ['name']), amount)).toBe(true)
  expect(rowAllows(row(false), amount)).toBe(false)
  expect(rowAllows(row(true, ['amount']), amount)).toBe(false)
})

it('leaves it to the server where a row says nothing', () => {
  expect(rowAllows({ id: '1', version: 1 }, amount)).toBe(true)
})
