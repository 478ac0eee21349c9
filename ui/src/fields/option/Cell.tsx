import { Blank } from '../parts/Blank'
import { OptionTag } from '../parts/OptionTag'
import type { CellProps } from '../types'

export function OptionCell({ field, value, inline }: CellProps) {
  if (typeof value !== 'string' || value === '') return <Blank inline={inline} />
  return <OptionTag field={field} option={value} />
}
