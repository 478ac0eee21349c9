import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StringStream } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { tags, type Tag } from '@lezer/highlight'
import words from '../words.json'

/** What a word of a rule is, for its colour. The server parses; this only paints. */
const STYLES = {
  keyword: tags.keyword,
  atom: tags.atom,
  context: tags.special(tags.variableName),
  name: tags.variableName,
  call: tags.function(tags.variableName),
  text: tags.string,
  number: tags.number,
  comment: tags.comment,
  operator: tags.operator,
  bracket: tags.bracket,
  unknown: tags.invalid,
} satisfies Record<string, Tag>

type Style = keyof typeof STYLES

const NAME = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/u
const UNIT = /^\s*(?:working\s+)?(?:minutes?|hours?|days?|weeks?|months?|years?)\b/i
const PATTERNS: [RegExp, Style][] = [
  [/^#.*/, 'comment'],
  [/^"(?:\\.|[^"\\])*"?/, 'text'],
  [/^'(?:\\.|[^'\\])*'?/, 'text'],
  [/^(?:\d+(?:\.\d+)?|\.\d+)%?/, 'number'],
  [/^(?:<=|>=|<>|!=|==|->|\.\.|&&|\|\||[=<>+\-*/^&!])/, 'operator'],
  [/^[()[\]{}]/, 'bracket'],
  [/^[,;:.]/, 'operator'],
]

function nameStyle(written: string, stream: StringStream, keywords: ReadonlySet<string>): Style {
  const word = written.toLowerCase()
  if (keywords.has(word)) return 'keyword'
  if (/^\s*\(/.test(stream.string.slice(stream.pos))) return 'call'
  if (words.atoms.includes(word)) return 'atom'
  return words.context.includes(word) ? 'context' : 'name'
}

function nextStyle(stream: StringStream, keywords: ReadonlySet<string>): Style | null {
  if (stream.eatSpace()) return null
  const name = stream.match(NAME)
  if (name) return nameStyle(stream.current(), stream, keywords)
  for (const [pattern, style] of PATTERNS) {
    if (!stream.match(pattern)) continue
    if (style === 'number') stream.match(UNIT)
    return style
  }
  stream.next()
  return 'unknown'
}

function languageOf(keywords: string[]): StreamLanguage<null> {
  const known = new Set(keywords)
  return StreamLanguage.define({
    name: 'odos-rule',
    startState: () => null,
    copyState: () => null,
    token: (stream) => nextStyle(stream, known),
    tokenTable: STYLES,
    languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '"'] } },
  })
}

const EXPRESSIONS = languageOf(words.expression)
const STATEMENTS = languageOf([...words.expression, ...words.statement])

const COLOURS = HighlightStyle.define(
  (Object.keys(STYLES) as Style[]).map((style) => ({ tag: STYLES[style], class: `rule-${style}` })),
)

export function ruleLanguage(isStatement: boolean): Extension {
  return [isStatement ? STATEMENTS : EXPRESSIONS, syntaxHighlighting(COLOURS)]
}
