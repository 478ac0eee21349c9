/** What the JSON Schema of an approval allows: the editor offers that, so new kinds show up by themselves. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { documentSchemaQuery, type JsonSchema } from '../api/metadata'

const ANY = '*'
const NODE = ['nodes', ANY]

/** The places in the schema at which the editor offers something. */
const PLACES = {
  kind: [...NODE, 'kind'],
  mode: [...NODE, 'mode'],
  empty: [...NODE, 'empty'],
  own: [...NODE, 'own'],
  duplicate: [...NODE, 'duplicate'],
  departed: [...NODE, 'departed'],
  take: [...NODE, 'take'],
  fields: [...NODE, 'fields', ANY],
  then: [...NODE, 'deadlines', ANY, 'then'],
  approver: [...NODE, 'approvers', ANY, 'kind'],
  lock: ['lock'],
  recall: ['recall'],
  after_approval: ['after_approval'],
} as const
export type ChoiceName = keyof typeof PLACES

/** The part of a schema at a place; `*` is any key of a map. */
export function schemaAt(root: JsonSchema, place: readonly string[]): JsonSchema | undefined {
  return place.reduce<JsonSchema | undefined>(
    (schema, step) => {
      const inner = step === ANY ? schema?.additionalProperties : schema?.properties?.[step]
      return typeof inner === 'object' ? resolved(root, inner) : undefined
    },
    resolved(root, root),
  )
}

function resolved(root: JsonSchema, schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.split('/').at(-1)
  return (name ? root.$defs?.[name] : undefined) ?? schema
}

export interface Choices {
  /** The values of an attribute. */
  of: (name: ChoiceName) => readonly string[]
  /** The attributes that an approver may have. */
  approver: ReadonlySet<string>
  /** What effects can be tied to. */
  events: readonly string[]
}

export function useChoices(): Choices {
  const { data: root } = useSuspenseQuery(documentSchemaQuery('workflow'))
  const namesAt = (place: readonly string[]) => Object.keys(schemaAt(root, place)?.properties ?? {})
  return {
    of: (name) => schemaAt(root, PLACES[name])?.enum ?? [],
    approver: new Set(namesAt([...NODE, 'approvers', ANY])),
    events: namesAt(['effects']),
  }
}
