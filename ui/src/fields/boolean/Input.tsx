import { Switch } from 'antd'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

export function BooleanInput(props: InputProps) {
  const {
    status: _status,
    'aria-invalid': _invalid,
    'aria-required': _required,
    ...common
  } = sharedProps(props)
  return <Switch {...common} checked={props.value === true} onChange={(checked) => props.onChange(checked)} />
}
