import type { Label } from '../api/values'
import { ReferenceSelect } from '../fields/parts/ReferenceSelect'

interface PersonSelectProps {
  id: string
  isMultiple?: boolean
  value: Label[]
  onChange: (people: Label[]) => void
  status?: 'error'
  placeholder?: string
}

/** People who can sign in, found by name, user name, address and pinyin. */
export function PersonSelect({ isMultiple = false, ...props }: PersonSelectProps) {
  return (
    <ReferenceSelect target="user" filter="is_active" isMultiple={isMultiple} canCreate={false} {...props} />
  )
}
