import type { RecordDocument } from '../../api/values'

interface RecordNote {
  field: string
  message: string
}

/** Why the value of a field is blank, in the reader's language; nothing where there is nothing to say. */
export function noteOf(record: RecordDocument, key: string): string | undefined {
  const notes = record['_notes'] as RecordNote[] | undefined
  return notes?.find(({ field }) => field === key)?.message
}
