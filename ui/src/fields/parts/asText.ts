/** Any value of a record as plain text, for the places that have room for nothing else. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  if (typeof value === 'object' && 'label' in value && typeof value.label === 'string') return value.label
  return JSON.stringify(value)
}

/** An emptied text field means no value. */
export function blankToNull(value: unknown): unknown {
  return value === '' ? null : value
}
