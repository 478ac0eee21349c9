import type { ActionOffer } from '../../api/actions'

export interface Argument {
  name: string
  title: string
  type: 'string' | 'integer' | 'number' | 'boolean'
  choices: string[]
  isRequired: boolean
}

interface JsonSchema {
  properties?: Record<string, { title?: string; type?: string; enum?: unknown[] }>
  required?: string[]
}

const TYPES: readonly string[] = ['integer', 'number', 'boolean']

/** What plugins offer says what it takes; what the product itself offers has buttons of its own. */
export const isOfPlugin = (offer: ActionOffer): boolean => typeof offer.details['arguments'] === 'object'

/** What a person is asked for before the action; anything else than a simple value is left to rules and programs. */
export function argumentsOf(offer: ActionOffer): Argument[] {
  const schema = offer.details['arguments'] as JsonSchema
  return Object.entries(schema.properties ?? {}).map(([name, { title, type, enum: choices }]) => ({
    name,
    title: title ?? name,
    type: (TYPES.includes(type ?? '') ? type : 'string') as Argument['type'],
    choices: (choices ?? []).map(String),
    isRequired: schema.required?.includes(name) ?? false,
  }))
}
