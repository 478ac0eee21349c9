import type { Entity } from '../api/types'
import type { RecordDocument } from '../api/values'
import { asText } from '../fields/parts/asText'

/** What a record is called; a record without a title is called by its number. */
export function titleOf(entity: Entity, record: RecordDocument): string {
  const title = entity.title_field ? asText(record[entity.title_field]) : ''
  return title.trim() || `#${record.id}`
}
