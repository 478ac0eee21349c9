import { Input } from 'antd'
import { asText } from '../parts/asText'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

export function LongTextInput(props: InputProps) {
  return (
    <Input.TextArea
      {...sharedProps(props)}
      dir="auto"
      value={asText(props.value)}
      autoSize={{ minRows: 3, maxRows: 16 }}
      onChange={(event) => props.onChange(event.target.value)}
    />
  )
}
