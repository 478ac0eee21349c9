import { Blank } from '../parts/Blank'
import { OutsideLink } from '../parts/OutsideLink'
import type { CellProps } from '../types'

export function PhoneCell({ value, inline }: CellProps) {
  if (typeof value !== 'string' || value === '') return <Blank inline={inline} />
  return <OutsideLink href={`tel:${value.replace(/[^\d+*#,;]/g, '')}`}>{value}</OutsideLink>
}
