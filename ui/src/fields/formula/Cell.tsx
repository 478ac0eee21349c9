import { FieldCell } from '../FieldCell'
import { resultField } from '../parts/resultField'
import type { CellProps } from '../types'

export function ComputedCell(props: CellProps) {
  return <FieldCell {...props} field={resultField(props.field, props.value)} />
}
