import { useKinds } from './kinds'
import type { FilterProps } from './types'

export function FieldFilter(props: FilterProps) {
  const { Filter } = useKinds()[props.field.kind]
  return <Filter {...props} />
}
