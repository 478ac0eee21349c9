/** Two letters for an avatar; the last two characters of a Chinese name, as is usual there. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const [first = '?'] = words
  if (/\p{Script=Han}/u.test(first) && words.length === 1) return [...first].slice(-2).join('')
  const last = words.length > 1 ? words[words.length - 1] : undefined
  return ([...first][0] ?? '?').concat(last ? ([...last][0] ?? '') : '').toUpperCase()
}
