import { useKinds } from './kinds'
import type { InputProps } from './types'

export function FieldInput(props: InputProps) {
  const { Input } = useKinds()[props.field.kind]
  return <Input {...props} />
}
