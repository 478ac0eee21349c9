import type { Entity, SchemaDocument } from '../../api/types'
import { findEntity } from '../../schema/useSchema'
import { labelledRelations } from '../../schema/relations'
import type { LabelOf } from '../../schema/labels'

/** Related records that a filter may ask about: their name in the rule language, and what they are. */
export interface RelatedRecords {
  name: string
  entity: Entity
  label: string
}

/** Lists of this entity (line items, links), and records elsewhere that refer to it. */
export function relatedRecords(schema: SchemaDocument, entity: Entity, labelOf: LabelOf): RelatedRecords[] {
  const own = entity.fields
    .filter(({ kind }) => kind === 'children' || kind === 'references')
    .flatMap((field) => {
      const target = findEntity(schema, field.target)
      return target ? [{ name: field.key, entity: target, label: labelOf(field) }] : []
    })
  const incoming = labelledRelations(schema, entity, labelOf).map(({ name, entity: holder, label }) => ({
    name,
    entity: holder,
    label,
  }))
  return [...own, ...incoming]
}

/** The related records that a path starts with, and the field of theirs that it ends with. */
export function findRelated(
  related: RelatedRecords[],
  path: string,
): { records: RelatedRecords; field: string } | undefined {
  const [first = '', ...rest] = path.split('.')
  const records = related.find(({ name }) => name === first)
  return records && { records, field: rest.join('.') }
}
