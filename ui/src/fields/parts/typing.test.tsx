import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import type { Field } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { DateInput } from '../date/Input'
import { DecimalInput } from '../decimal/Input'
import { IntegerInput } from '../integer/Input'
import type { InputProps } from '../types'

const FIELD = { key: 'amount', kind: 'decimal', label: { en: 'Amount' }, scale: 2 } as unknown as Field

interface Typing {
  field?: Field
  input: React.ComponentType<InputProps>
  told: (message: string | null) => void
  saved: (value: FieldValue) => void
  start?: FieldValue
}

/** A field of a form. */
function Form({ field = FIELD, input: Input, told, saved, start = null }: Typing) {
  const [value, setValue] = useState<FieldValue>(start)
  const change = (next: FieldValue) => {
    setValue(next)
    saved(next)
  }
  return (
    <Input field={field} entity="offer" value={value} onChange={change} onInvalid={told} aria-label="it" />
  )
}

function typeInto(form: Typing, text: string) {
  render(<Form {...form} />)
  const field = screen.getByRole('textbox', { name: 'it' })
  write(field, text)
  fireEvent.blur(field)
  return field
}

function write(field: HTMLElement, text: string) {
  fireEvent.focus(field)
  fireEvent.change(field, { target: { value: text } })
}

describe('typing what the field cannot hold', () => {
  it('keeps what is no number where it was typed, and says so', () => {
    const [told, saved] = [vi.fn(), vi.fn()]
    const field = typeInto({ input: DecimalInput, told, saved }, '12abc')
    expect(field).toHaveValue('12abc')
    expect(told).toHaveBeenLastCalledWith(expect.stringContaining('“12abc” is not a number'))
    write(field, '')
    expect(told).toHaveBeenLastCalledWith(null)
    expect(saved).toHaveBeenLastCalledWith(null)
  })

  it('groups a number when it is left and ungroups it to be written', () => {
    const [told, saved] = [vi.fn(), vi.fn()]
    const field = typeInto({ input: DecimalInput, told, saved, start: '5' }, '1234567.895')
    expect(field).toHaveValue('1,234,567.895')
    expect(saved).toHaveBeenLastCalledWith('1234567.895')
    fireEvent.focus(field)
    expect(field).toHaveValue('1234567.895')
  })

  it('groups four digits as well, but those of a year never', () => {
    const [told, saved] = [vi.fn(), vi.fn()]
    expect(typeInto({ input: IntegerInput, told, saved }, '4200')).toHaveValue('4,200')
    cleanup()
    const field = { ...FIELD, grouped: false }
    expect(typeInto({ field, input: IntegerInput, told, saved }, '2005')).toHaveValue('2005')
  })

  it('keeps what is no date where it was typed, and says so', () => {
    const [told, saved] = [vi.fn(), vi.fn()]
    const field = typeInto({ input: DateInput, told, saved }, '2026-13-45')
    expect(field).toHaveValue('2026-13-45')
    expect(told).toHaveBeenLastCalledWith(expect.stringContaining('“2026-13-45” is not a date'))
    expect(saved).not.toHaveBeenCalled()
  })
})
