import { expect, it } from 'vitest'
import { foundRecords } from './duplicates'

it('shows a record that fits two rules once, with both (PLAT-24)', () => {
  const found = [
    { id: '1', label: 'Albion', rule: 'Similar name' },
    { id: '2', label: 'Caledon', rule: 'Similar name' },
    { id: '1', label: 'Albion', rule: 'Same phone number' },
  ]
  expect(foundRecords(found)).toEqual([
    { id: '1', label: 'Albion', rules: ['Similar name', 'Same phone number'] },
    { id: '2', label: 'Caledon', rules: ['Similar name'] },
  ])
})
