import { Blank } from '../parts/Blank'
import { NumberLine } from '../parts/NumberLine'
import type { CellProps } from '../types'

export function AutoNumberCell({ value, inline }: CellProps) {
  if (typeof value !== 'string' || value === '') return <Blank inline={inline} />
  return <NumberLine text={value} />
}
