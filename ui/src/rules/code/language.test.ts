import { highlightTree, tagHighlighter, tags } from '@lezer/highlight'
import type { StreamLanguage } from '@codemirror/language'
import { describe, expect, it } from 'vitest'
import { ruleLanguage } from './language'

const KEYWORDS = tagHighlighter([{ tag: tags.keyword, class: 'keyword' }])

/** What is painted as a keyword of a rule's text. */
function keywordsOf(text: string, isStatement = true): string[] {
  const [language] = ruleLanguage(isStatement) as [StreamLanguage<null>]
  const found: string[] = []
  highlightTree(language.parser.parse(text), KEYWORDS, (from, to) => found.push(text.slice(from, to)))
  return found
}

describe('the colours of a rule', () => {
  it('PLAT-02: paints the words of every statement', () => {
    expect(keywordsOf('remind "Call" on lead after 2 days since created_at notify owner')).toEqual([
      'remind', 'on', 'after', 'since', 'notify',
    ]) // prettier-ignore
    expect(keywordsOf('assign lead otherwise to group "Inside sales" round robin skip absent')).toEqual([
      'assign', 'otherwise', 'to', 'group', 'round robin', 'skip absent',
    ]) // prettier-ignore
    expect(keywordsOf('every working day at 9:00 on quote run plugin action "x"')).toEqual([
      'every', 'working day', 'at', 'on', 'run plugin action',
    ]) // prettier-ignore
  })

  it('PLAT-02: leaves names alone that are keywords only elsewhere', () => {
    expect(keywordsOf('validate lead require group <> "a" and plugin = 1 and mail = user.name')).toEqual([
      'validate', 'require', 'and', 'and',
    ]) // prettier-ignore
    expect(keywordsOf('remind = 1 and team = 2', false)).toEqual(['and'])
  })
})
