import type { InputProps } from '../types'

/** What every input of Ant Design takes in the same way. Absent stays absent: an explicit `undefined` would win over a default. */
export function sharedProps(props: InputProps) {
  return {
    ...(props.id === undefined ? {} : { id: props.id }),
    ...(props.disabled === undefined ? {} : { disabled: props.disabled }),
    ...(props.autoFocus ? { autoFocus: true } : {}),
    ...(props.status === undefined ? {} : { status: props.status }),
    ...(props['aria-describedby'] ? { 'aria-describedby': props['aria-describedby'] } : {}),
    ...(props['aria-label'] ? { 'aria-label': props['aria-label'] } : {}),
    'aria-invalid': props.status === 'error',
    'aria-required': props.field.required ?? false,
  }
}
