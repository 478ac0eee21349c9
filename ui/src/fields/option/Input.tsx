import { OptionSelect } from '../parts/OptionSelect'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

export function OptionInput(props: InputProps) {
  const value = typeof props.value === 'string' ? props.value : null
  return (
    <OptionSelect
      {...sharedProps(props)}
      field={props.field}
      isMultiple={false}
      value={value}
      onChange={props.onChange}
    />
  )
}
