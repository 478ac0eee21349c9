import type { Translated } from '../../api/values'

/** A simple value that a JSON Schema asks for. */
export interface Property {
  name: string
  /** In all languages, where the schema gives `labels`; else its `title`. */
  label: Translated
  help: Translated | undefined
  type: 'string' | 'integer' | 'number' | 'boolean'
  choices: string[]
  isRequired: boolean
}

export interface JsonSchema {
  properties?: Record<
    string,
    { title?: string; labels?: Translated; help?: Translated; type?: string; enum?: unknown[] }
  >
  required?: string[]
}

const TYPES: readonly string[] = ['integer', 'number', 'boolean']

/** What a person can fill in; anything else than a simple value is left to rules and programs. */
export function propertiesOf(schema: JsonSchema): Property[] {
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    label: property.labels ?? { en: property.title ?? name },
    help: property.help,
    type: (TYPES.includes(property.type ?? '') ? property.type : 'string') as Property['type'],
    choices: (property.enum ?? []).map(String),
    isRequired: schema.required?.includes(name) ?? false,
  }))
}
