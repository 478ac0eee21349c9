import { describe, expect, it } from 'vitest'
import { cellValue, isError, resultText } from './table'

describe('the table of the playground', () => {
  it('sends an empty cell as a blank and a number as it is written', () => {
    expect(cellValue(' ', 'text')).toBeNull()
    expect(cellValue('0.10', 'number')).toBe('0.10')
    expect(cellValue('yes', 'boolean')).toBe(true)
    expect(cellValue('no', 'boolean')).toBe(false)
    expect(cellValue(' a ', 'text')).toBe(' a ')
  })

  it('tells an error from a value', () => {
    expect(isError({ error: 'division by zero' })).toBe(true)
    expect(isError(null)).toBe(false)
    expect(resultText({ error: 'division by zero' })).toBe('division by zero')
    expect(resultText(false)).toBe('false')
  })
})
