export interface Token {
  type: 'text' | 'number' | 'percent' | 'name' | 'sign' | 'end'
  /** The value of a text, else the letters as written. */
  text: string
}

const PATTERNS: [Token['type'] | 'space', RegExp][] = [
  ['space', /\s+/y],
  ['text', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y],
  ['percent', /\d+(?:\.\d+)?%/y],
  ['number', /\d+(?:\.\d+)?/y],
  ['name', /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/uy],
  ['sign', /<=|>=|<>|!=|==|&&|\|\||[=<>()[\],+\-!]/y],
]

/** The words of a filter text; undefined where a letter belongs to no word that the builder knows. */
export function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const found = matchAt(text, at)
    if (!found) return undefined
    at += found.length
    if (found.type !== 'space') tokens.push({ type: found.type, text: found.text })
  }
  return [...tokens, { type: 'end', text: '' }]
}

function matchAt(text: string, at: number) {
  for (const [type, pattern] of PATTERNS) {
    pattern.lastIndex = at
    const written = pattern.exec(text)?.[0]
    if (written) return { type, length: written.length, text: valueOf(type, written) }
  }
  return undefined
}

function valueOf(type: Token['type'] | 'space', written: string): string {
  if (type === 'percent') return written.slice(0, -1)
  if (type !== 'text') return written
  return written.slice(1, -1).replace(/\\(u[\da-f]{4}|.)/gi, (_, code: string) => unescape(code))
}

function unescape(code: string): string {
  if (code.length > 1) return String.fromCharCode(parseInt(code.slice(1), 16))
  return code === 'n' ? '\n' : code === 't' ? '\t' : code
}
