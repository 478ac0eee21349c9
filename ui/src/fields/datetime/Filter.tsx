import { DateFilter } from '../parts/DateFilter'
import type { FilterProps } from '../types'

export function DateTimeFilter(props: FilterProps) {
  return <DateFilter {...props} type="datetime" />
}
