/** Stored documents may name a field by a key of former times; here it is found all the same. */
import type { Entity, Field, SchemaDocument } from '../api/types'

import { findEntity, targetOf } from '../schema/useSchema'
import type { LabelOf } from '../schema/labels'

type Aliased = Field & { aliases?: string[] }

export function namesOf(entity: Entity, key: string): string[] {
  const field: Aliased | undefined = findFieldNamed(entity, key)
  return field ? [field.key, ...(field.aliases ?? [])] : [key]
}

export function findFieldNamed(entity: Entity | undefined, name: string): Field | undefined {
  const fields: Aliased[] = entity?.fields ?? []
  return fields.find(({ key }) => key === name) ?? fields.find(({ aliases }) => aliases?.includes(name))
}

/** The label of a column path such as `account.owner`: "Account › Owner". */
export function pathLabel(
  schema: SchemaDocument,
  entity: Entity | undefined,
  path: string,
  labelOf: LabelOf,
): string {
  const labels: string[] = []
  let at = entity
  for (const name of path.split('.')) {
    const field = findFieldNamed(at, name)
    labels.push(labelOf(field, name))
    at = field && at ? findEntity(schema, targetOf(field, at)) : undefined
  }
  return labels.join(' › ')
}

/** The label of a component: "Lead", "Open leads". */
export function componentName(kind: string, key: string, schema: SchemaDocument, labelOf: LabelOf): string {
  const owner = findEntity(schema, key.split('.')[0])
  if (kind === 'entity') return labelOf(owner, key)
  if (kind === 'menu')
    return labelOf(
      schema.menus.find((menu) => menu.key === key),
      key,
    )
  const parts = kind === 'layout' ? owner?.layouts : kind === 'view' ? owner?.views : undefined
  return labelOf(
    parts?.find((part) => part.key === key),
    key,
  )
}
