import { useSuspenseQuery } from '@tanstack/react-query'
import { schemaQuery } from '../api/queries'
import type { Entity, Field, SchemaDocument } from '../api/types'

export function useSchema(): SchemaDocument {
  return useSuspenseQuery(schemaQuery).data
}

export function findEntity(schema: SchemaDocument, key: string | undefined | null): Entity | undefined {
  if (!key) return undefined
  return (
    schema.entities.find((entity) => entity.key === key) ??
    schema.entities.find((entity) => entity.aliases?.includes(key))
  )
}

/** Undefined when the entity does not exist or the user may not see it. Old keys lead to the renamed entity. */
export function useEntity(key: string | undefined | null): Entity | undefined {
  return findEntity(useSchema(), key)
}

export function findField(entity: Entity | undefined, key: string | undefined): Field | undefined {
  return entity?.fields.find((field) => field.key === key)
}

export function useField(entityKey: string, fieldKey: string): Field | undefined {
  return findField(useEntity(entityKey), fieldKey)
}

export interface PathStep {
  entity: Entity
  field: Field
}

/** Follows a column path like `account.owner.name`; undefined when a step does not exist. */
export function resolvePath(schema: SchemaDocument, entity: Entity, path: string): PathStep[] | undefined {
  const steps: PathStep[] = []
  let at: Entity | undefined = entity
  for (const key of path.split('.')) {
    const field = findField(at, key)
    if (!at || !field) return undefined
    steps.push({ entity: at, field })
    at = findEntity(schema, targetOf(field, at))
  }
  return steps
}

/** The entity that a relation field leads to. */
export function targetOf(field: Field, entity: Entity): string | undefined {
  if (field.kind === 'user') return 'user'
  if (field.kind === 'parent') return entity.key
  return field.target
}
