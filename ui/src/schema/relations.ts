import type { Entity, SchemaDocument } from '../api/types'
import type { LabelOf } from './labels'
import { findEntity } from './useSchema'

export interface LabelledRelation {
  name: string
  entity: Entity
  label: string
}

/** Records that refer to the entity; two references from one entity are told apart by their field. */
export function labelledRelations(
  schema: SchemaDocument,
  entity: Entity,
  labelOf: LabelOf,
): LabelledRelation[] {
  return entity.relations.flatMap((relation) => {
    const holder = findEntity(schema, relation.entity)
    if (!holder || !relation.name) return []
    const isTwice = entity.relations.filter((other) => other.entity === relation.entity).length > 1
    const field = isTwice ? holder.fields.find(({ key }) => key === relation.field) : undefined
    const label = labelOf(relation, holder.key)
    return [{ name: relation.name, entity: holder, label: field ? `${label} (${labelOf(field)})` : label }]
  })
}
