import { useKinds } from './kinds'
import type { CellProps } from './types'

export function FieldCell(props: CellProps) {
  const { Cell } = useKinds()[props.field.kind]
  return <Cell {...props} />
}
