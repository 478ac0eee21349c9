const TOKEN = /\{(YYYY|YY|MM|DD|0{1,12})\}/g

/** What the first number of a pattern looks like; empty while the pattern counts nothing. */
export function numberExample(pattern: string, today: Date): string {
  if (!/\{0{1,12}\}/.test(pattern)) return ''
  const parts: Record<string, string> = {
    YYYY: String(today.getFullYear()),
    YY: String(today.getFullYear() % 100).padStart(2, '0'),
    MM: String(today.getMonth() + 1).padStart(2, '0'),
    DD: String(today.getDate()).padStart(2, '0'),
  }
  return pattern.replace(TOKEN, (_, token: string) => parts[token] ?? '1'.padStart(token.length, '0'))
}
