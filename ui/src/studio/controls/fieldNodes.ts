import type { Entity, Field, SchemaDocument } from '../../api/types'
import type { LabelOf } from '../../schema/labels'
import { findEntity, targetOf } from '../../schema/useSchema'
import { KINDS } from '../fields/kinds'

/** A field as a tree offers it; below a reference stand the fields that it leads to. */
export interface FieldNode {
  value: string
  title: string
  disabled: boolean
  children?: FieldNode[]
}

const NONE: ReadonlySet<string> = new Set()

function isReference({ kind }: Field): boolean {
  return kind === 'reference' || kind === 'user' || kind === 'parent'
}

/** Fields with one value of a record; references lead one step further. Taken paths cannot be chosen. */
export function fieldNodes(
  schema: SchemaDocument,
  entity: Entity,
  labelOf: LabelOf,
  taken: ReadonlySet<string> = NONE,
  prefix = '',
): FieldNode[] {
  return entity.fields
    .filter((field) => KINDS[field.kind].isListed)
    .map((field) => {
      const value = prefix + field.key
      const target =
        prefix === '' && isReference(field) ? findEntity(schema, targetOf(field, entity)) : undefined
      const children = target && fieldNodes(schema, target, labelOf, taken, `${value}.`)
      return { value, title: labelOf(field), disabled: taken.has(value), ...(children ? { children } : {}) }
    })
}
