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

/** What keywords there are: single ones, and several words that are one only together. */
interface Keywords {
  words: ReadonlySet<string>
  phrases: RegExp | null
  /** Words that are one only before a name in quotes: `role "clerk"`. */
  groups: ReadonlySet<string>
}

const QUOTED = /^\s*["']/

/** The longest phrase at this place. */
function phrasesOf(phrases: readonly string[]): RegExp {
  const written = [...phrases]
    .sort((one, other) => other.length - one.length)
    .map((phrase) => phrase.replaceAll(' ', '\\s+'))
  return new RegExp(`^(?:${written.join('|')})\\b`, 'i')
}

function nameStyle(written: string, stream: StringStream, keywords: Keywords): Style {
  const word = written.toLowerCase()
  const rest = stream.string.slice(stream.pos)
  if (keywords.words.has(word) || (keywords.groups.has(word) && QUOTED.test(rest))) return 'keyword'
  if (/^\s*\(/.test(rest)) return 'call'
  if (words.atoms.includes(word)) return 'atom'
  return words.context.includes(word) ? 'context' : 'name'
}

function nextStyle(stream: StringStream, keywords: Keywords): Style | null {
  if (stream.eatSpace()) return null
  if (keywords.phrases && stream.match(keywords.phrases)) return 'keyword'
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

function languageOf(keywords: Keywords): StreamLanguage<null> {
  return StreamLanguage.define({
    name: 'odos-rule',
    startState: () => null,
    copyState: () => null,
    token: (stream) => nextStyle(stream, keywords),
    tokenTable: STYLES,
    languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '"'] } },
  })
}

const EXPRESSIONS = languageOf({ words: new Set(words.expression), phrases: null, groups: new Set() })
const STATEMENTS = languageOf({
  words: new Set([...words.expression, ...words.statement]),
  phrases: phrasesOf(words.phrases),
  groups: new Set(words.groups),
})

const COLOURS = HighlightStyle.define(
  (Object.keys(STYLES) as Style[]).map((style) => ({ tag: STYLES[style], class: `rule-${style}` })),
)

export function ruleLanguage(isStatement: boolean): Extension {
  return [isStatement ? STATEMENTS : EXPRESSIONS, syntaxHighlighting(COLOURS)]
}
