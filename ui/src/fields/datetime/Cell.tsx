import { useFormat } from '../../shared/format/useFormat'
import { Blank } from '../parts/Blank'
import { NumberLine } from '../parts/NumberLine'
import type { CellProps } from '../types'

export function DateTimeCell({ value, inline }: CellProps) {
  const format = useFormat()
  if (typeof value !== 'string' || value === '') return <Blank inline={inline} />
  return <NumberLine text={format.dateTime(value)} title={format.ago(value)} />
}
