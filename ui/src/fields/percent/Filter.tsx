import { NumberFilter } from '../parts/NumberFilter'
import type { FilterProps } from '../types'

export function PercentFilter(props: FilterProps) {
  return <NumberFilter {...props} literalType="percent" />
}
