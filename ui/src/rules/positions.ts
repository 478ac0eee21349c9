/** The server counts letters (code points) from 0 and names places as `line:column` from 1; strings count UTF-16. */

const PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g

/** The number of letters before a position of the text. */
export function lettersBefore(text: string, position: number): number {
  return position - (text.slice(0, position).match(PAIR)?.length ?? 0)
}

/** The position in the text that so many letters stand before. */
export function positionOf(text: string, letters: number): number {
  if (!PAIR.test(text)) return Math.min(letters, text.length)
  let at = 0
  for (let seen = 0; seen < letters && at < text.length; seen += 1) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  }
  return at
}

export interface Span {
  from: number
  to: number
}

const PLACE = /(?:^|\/)(\d+):(\d+)$/
const WORD = /^(?:"(?:\\.|[^"\\\n])*"?|[\p{L}\p{N}_.]+|\S)/u

/** The word at the place that ends the path of an issue; the whole first line where no place is named. */
export function spanOf(text: string, path: string | undefined): Span {
  const [, line, column] = PLACE.exec(path ?? '') ?? []
  if (!line || !column) return { from: 0, to: text.indexOf('\n') < 0 ? text.length : text.indexOf('\n') }
  const start = lineStart(text, Number(line))
  const from = Math.min(start + positionOf(text.slice(start), Number(column) - 1), text.length)
  const word = WORD.exec(text.slice(from))?.[0] ?? ''
  return { from, to: from + word.length }
}

function lineStart(text: string, line: number): number {
  let start = 0
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf('\n', start)
    if (end < 0) return start
    start = end + 1
  }
  return start
}

const LEAD = /^(?:line \d+, column \d+: |第 \d+ 行第 \d+ 列：)/

/** The hint of an issue, unless its message says the same already. */
export function furtherHint(message: string, hint: string | null | undefined): string | null {
  return hint && !message.toLowerCase().includes(hint.toLowerCase()) ? hint : null
}

/** The message of an issue without the place, which the editor shows where it is. */
export function withoutPlace(message: string): string {
  const rest = message.replace(LEAD, '')
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}
