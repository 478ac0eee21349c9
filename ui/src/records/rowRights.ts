import type { Field } from '../api/types'
import type { RecordDocument } from '../api/values'

/** Whether a row of a list says that this field of it may be changed; one that says nothing does not object. */
export const rowAllows = ({ _can: row }: RecordDocument, field: Field): boolean =>
  row === undefined || (row.edit && !row.locked.includes(field.key))
