import type { HistoryChange } from '../../api/records'
import type { Entity, Field, SchemaDocument } from '../../api/types'
import { findEntity, findField } from '../../schema/useSchema'

export interface ChangedField {
  field: Field | undefined
  /** The key of the entity that the field belongs to. */
  entity: string
  /** The children field, where the change is inside a line item. */
  lines: Field | undefined
}

/** Finds the field of `name`, `lines/71/quantity` or `lines/71`. */
export function changedField(
  schema: SchemaDocument,
  entity: Entity,
  { field: path }: HistoryChange,
): ChangedField {
  const [first = '', , inside] = path.split('/')
  const own = findField(entity, first)
  if (!path.includes('/')) return { field: own, entity: entity.key, lines: undefined }
  const lineEntity = findEntity(schema, own?.target)
  return { field: findField(lineEntity, inside), entity: lineEntity?.key ?? entity.key, lines: own }
}
