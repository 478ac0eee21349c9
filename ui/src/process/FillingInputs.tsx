import { Form } from 'antd'
import { useId } from 'react'
import { FieldInput } from '../fields/FieldInput'
import { useLabel } from '../schema/labels'
import { findingProps, type Findings } from './findings'
import type { Filling } from './useFilling'

export const fillingName = (key: string) => `values/${key}`

interface FillingInputsProps {
  filling: Filling
  entity: string
  findings: Findings
}

/** Inputs for the fields of the record that come along with a command. */
export function FillingInputs({ filling, entity, findings }: FillingInputsProps) {
  const labelOf = useLabel()
  const id = useId()
  return filling.fields.map(({ field, isRequired }) => {
    const name = fillingName(field.key)
    const inputId = `${id}-${field.key}`
    const typed = filling.invalid[field.key]
    const finding =
      typed === undefined ? findingProps(findings, name) : ({ validateStatus: 'error', help: typed } as const)
    return (
      <Form.Item
        key={field.key}
        label={labelOf(field)}
        htmlFor={inputId}
        required={isRequired}
        data-field={field.key}
        {...finding}
      >
        <FieldInput
          id={inputId}
          field={field}
          entity={entity}
          value={filling.values[field.key]}
          onChange={(value) => filling.set(field.key, value)}
          onInvalid={(message) => filling.reportInvalid(field.key, message)}
          {...('help' in finding ? { status: 'error' as const } : {})}
        />
      </Form.Item>
    )
  })
}
