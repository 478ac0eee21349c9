const ESCAPES: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\t': '\\t' }

/** A text as the rule language quotes it. */
export function printText(text: string): string {
  return `"${text.replace(/["\\\n\t]/g, (sign) => ESCAPES[sign] ?? sign)}"`
}

/** Two filters that must both hold. */
export function bothOf(...filters: (string | null | undefined)[]): string {
  const given = filters.filter((filter): filter is string => !!filter)
  return given.length > 1 ? given.map((filter) => `(${filter})`).join(' and ') : (given[0] ?? '')
}
