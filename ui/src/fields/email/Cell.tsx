import { Blank } from '../parts/Blank'
import { OutsideLink } from '../parts/OutsideLink'
import type { CellProps } from '../types'

export function EmailCell({ value, inline }: CellProps) {
  if (typeof value !== 'string' || value === '') return <Blank inline={inline} />
  return <OutsideLink href={`mailto:${encodeURIComponent(value).replace('%40', '@')}`}>{value}</OutsideLink>
}
