import { useFormat } from '../../shared/format/useFormat'
import { formatUngrouped, isDecimal } from '../../shared/format/numbers'
import { Blank } from '../parts/Blank'
import { NumberLine } from '../parts/NumberLine'
import type { CellProps } from '../types'

export function DecimalCell({ field, value, inline }: CellProps) {
  const format = useFormat()
  if (!isDecimal(value)) return <Blank inline={inline} />
  if (field.grouped === false) return <NumberLine text={formatUngrouped(value)} />
  return <NumberLine text={format.decimal(value, field.scale)} title={format.compact(value)} />
}
