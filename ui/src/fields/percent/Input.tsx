import { NumberInput } from '../parts/NumberInput'
import type { InputProps } from '../types'

const DEFAULT_SCALE = 2

/** `10` means 10 %. */
export function PercentInput(props: InputProps) {
  return <NumberInput {...props} scale={props.field.scale ?? DEFAULT_SCALE} suffix="%" />
}
