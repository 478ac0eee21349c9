import { NumberInput } from '../parts/NumberInput'
import type { InputProps } from '../types'

const DEFAULT_SCALE = 2

export function DecimalInput(props: InputProps) {
  return <NumberInput {...props} scale={props.field.scale ?? DEFAULT_SCALE} />
}
