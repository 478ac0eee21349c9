import type { Entity, Field, FieldDocument, FieldKind, SchemaDocument } from '../../api/types'
import { isRuled } from '../../schema/computed'
import type { LabelOf } from '../../schema/labels'
import { findEntity, findField, targetOf } from '../../schema/useSchema'
import type { FieldNode } from '../controls/fieldNodes'

const TEXTS: readonly FieldKind[] = ['text', 'long_text', 'email', 'phone', 'url', 'auto_number']
const NUMBERS: readonly FieldKind[] = ['integer', 'decimal', 'percent', 'money']
const LINKS: readonly FieldKind[] = ['reference', 'parent', 'user']
const GROUPS = [TEXTS, NUMBERS]

/** The values of chosen records that a field can begin with: below each reference what fits there. */
export function defaultSources(
  schema: SchemaDocument,
  entity: Entity,
  document: FieldDocument,
  labelOf: LabelOf,
): FieldNode[] {
  const above = parentFieldOf(schema, entity)
  return entity.fields
    .filter(({ key, kind, system }) => LINKS.includes(kind) && !system && key !== above)
    .flatMap((link) => {
      const target = findEntity(schema, targetOf(link, entity))
      const fields = target?.fields.filter((field) => isOffered(field) && fits(field, target, document)) ?? []
      if (fields.length === 0) return []
      const name = labelOf(link)
      const children = fields.map((field) => ({
        value: `${link.key}.${field.key}`,
        title: `${name} › ${labelOf(field)}`,
        disabled: false,
      }))
      return [{ value: link.key, title: name, disabled: true, children }]
    })
}

/** A line is saved along with the record that it belongs to: nothing can be read there before. */
function parentFieldOf(schema: SchemaDocument, { line_of: above }: Entity): string | undefined {
  return above ? findField(findEntity(schema, above.entity), above.field)?.parent_field : undefined
}

/** Of what the system keeps only to whom a record belongs. */
const isOffered = ({ system, kind }: Field) => !system || LINKS.includes(kind)

function fits(field: Field, holder: Entity, document: FieldDocument): boolean {
  const kind = isRuled(field) ? resultOf(field) : field.kind
  if (kind === undefined) return false
  if (LINKS.includes(kind))
    return LINKS.includes(document.kind) && targetOf(field, holder) === document.target
  return (
    kind === document.kind || GROUPS.some((group) => group.includes(kind) && group.includes(document.kind))
  )
}

const resultOf = ({ result }: Field): FieldKind | undefined => (result === 'number' ? 'decimal' : result)
