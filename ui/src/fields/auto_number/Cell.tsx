import { Blank } from '../parts/Blank'
import { TextLine } from '../parts/TextLine'
import type { CellProps } from '../types'

export function AutoNumberCell({ value, inline }: CellProps) {
  if (typeof value !== 'string' || value === '') return <Blank inline={inline} />
  return <TextLine text={value} />
}
