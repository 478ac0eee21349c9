import { Input } from 'antd'
import { asText } from '../parts/asText'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

export function EmailInput(props: InputProps) {
  return (
    <Input
      {...sharedProps(props)}
      inputMode="email"
      autoComplete="off"
      value={asText(props.value)}
      onChange={(event) => props.onChange(event.target.value)}
    />
  )
}
