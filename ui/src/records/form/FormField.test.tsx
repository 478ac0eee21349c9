import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Field } from '../../api/types'
import { KindsContext, type Kinds } from '../../fields/kinds'
import type { InputProps } from '../../fields/types'
import { FormField } from './FormField'
import { NO_ISSUES } from './issues'
import type { RecordForm } from './useRecordForm'

const FIELDS = ['name', 'city'].map(
  (key) => ({ key, kind: 'text', label: { en: key }, can_edit: true }) as unknown as Field,
)
const setValue = () => undefined
const drawn: string[] = []

function Input({ field, value }: InputProps) {
  drawn.push(field.key)
  return <output aria-label={field.key}>{String(value)}</output>
}

const KINDS = { text: { Input } } as unknown as Kinds

/** As `useRecordForm` gives it: another one with each letter that is typed. */
function formWith(values: Record<string, string>): RecordForm {
  return {
    entity: { key: 'site' },
    isNew: true,
    valueOf: ({ key }: Field) => values[key],
    stateOf: () => ({ visible: true, required: false, read_only: false }),
    previewed: {},
    invalid: {},
    issues: { ...NO_ISSUES, at: new Map() },
    setValue,
    reportInvalid: setValue,
  } as unknown as RecordForm
}

function Form({ name }: { name: string }) {
  const form = formWith({ name, city: 'Berlin' })
  return (
    <KindsContext value={KINDS}>
      {FIELDS.map((field) => (
        <FormField key={field.key} form={form} field={field} />
      ))}
    </KindsContext>
  )
}

test('a letter typed into one field redraws that field alone', () => {
  const { rerender } = render(<Form name="S" />)
  expect(drawn).toEqual(['name', 'city'])
  rerender(<Form name="Si" />)
  expect(screen.getByLabelText('name').textContent).toBe('Si')
  expect(drawn).toEqual(['name', 'city', 'name'])
})
