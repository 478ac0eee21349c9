import { DateFilter } from '../parts/DateFilter'
import type { FilterProps } from '../types'

export function DateFieldFilter(props: FilterProps) {
  return <DateFilter {...props} type="date" />
}
