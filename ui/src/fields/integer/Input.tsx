import { NumberInput } from '../parts/NumberInput'
import type { InputProps } from '../types'

export function IntegerInput(props: InputProps) {
  return <NumberInput {...props} scale={0} />
}

/** Integers travel as JSON numbers. */
export function integerToWrite(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
