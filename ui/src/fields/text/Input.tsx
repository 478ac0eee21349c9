import { Input } from 'antd'
import { asText } from '../parts/asText'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'
import { TimeZoneSelect } from './TimeZoneSelect'

export function TextInput(props: InputProps) {
  return props.field.format === 'time_zone' ? <TimeZoneSelect {...props} /> : <PlainInput {...props} />
}

function PlainInput(props: InputProps) {
  const { field, value, onChange } = props
  const common = { ...sharedProps(props), value: asText(value), dir: 'auto' as const }
  if (field.multiline) {
    return (
      <Input.TextArea
        {...common}
        autoSize={{ minRows: 2, maxRows: 12 }}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  }
  return <Input {...common} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
}
