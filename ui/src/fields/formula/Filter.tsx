import { FieldFilter } from '../FieldFilter'
import { resultField } from '../parts/resultField'
import type { FilterProps } from '../types'

export function ComputedFilter(props: FilterProps) {
  return <FieldFilter {...props} field={resultField(props.field)} />
}
