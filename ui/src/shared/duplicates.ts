/** What was found by one rule of several. */
interface Found {
  id: string
  label: string
  rule: string
}

/** Each record once, with all rules that found it. */
export function foundRecords(found: readonly Found[]): { id: string; label: string; rules: string[] }[] {
  const records = new Map<string, { id: string; label: string; rules: string[] }>()
  for (const { id, label, rule } of found) {
    const known = records.get(id)
    if (known) known.rules.push(rule)
    else records.set(id, { id, label, rules: [rule] })
  }
  return [...records.values()]
}
