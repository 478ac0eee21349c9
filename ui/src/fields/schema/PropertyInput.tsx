import { Input, InputNumber, Select, Switch } from 'antd'
import type { Property } from './properties'

interface PropertyInputProps {
  id: string
  'aria-describedby'?: string | undefined
  'aria-invalid'?: boolean
  property: Property
  value: unknown
  hasFocus?: boolean
  /** Null: nothing is given. */
  onChange: (value: unknown) => void
}

/** The input that fits a property of a JSON Schema. */
export function PropertyInput({ property, value, hasFocus = false, onChange, ...aria }: PropertyInputProps) {
  if (property.choices.length > 0)
    return (
      <Select
        {...aria}
        allowClear={!property.isRequired}
        value={value as string | undefined}
        options={property.choices.map((choice) => ({ value: choice, label: choice }))}
        onChange={(chosen: string | undefined) => onChange(chosen ?? null)}
      />
    )
  if (property.type === 'boolean') return <Switch {...aria} checked={value === true} onChange={onChange} />
  if (property.type === 'string')
    return (
      <Input
        {...aria}
        autoFocus={hasFocus}
        value={(value as string | undefined) ?? ''}
        onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
      />
    )
  return (
    <InputNumber
      {...aria}
      autoFocus={hasFocus}
      style={{ width: '100%' }}
      {...(property.type === 'integer' ? { precision: 0 } : {})}
      value={(value as number | undefined) ?? null}
      onChange={onChange}
    />
  )
}
