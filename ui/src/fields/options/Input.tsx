import { OptionSelect } from '../parts/OptionSelect'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

export function OptionsInput(props: InputProps) {
  const value = Array.isArray(props.value) ? props.value.map(String) : []
  return (
    <OptionSelect
      {...sharedProps(props)}
      field={props.field}
      isMultiple
      value={value}
      onChange={props.onChange}
    />
  )
}
