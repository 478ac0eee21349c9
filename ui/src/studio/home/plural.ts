import type { Labels } from '../documents'

const IRREGULAR: Record<string, string> = { person: 'people', child: 'children', man: 'men', woman: 'women' }

function englishPlural(text: string): string {
  const match = /^(.*?)([A-Za-z]+)$/.exec(text)
  if (!match) return text
  const [, lead = '', word = ''] = match
  const irregular = IRREGULAR[word.toLowerCase()]
  if (irregular) return lead + word.charAt(0) + irregular.slice(1)
  if (/[^aeiou]y$/i.test(word)) return `${lead}${word.slice(0, -1)}ies`
  return `${lead}${word}${/(s|x|z|ch|sh)$/i.test(word) ? 'es' : 's'}`
}

/** The plural that is proposed until somebody writes another one. Chinese has none. */
export function pluralOf(label: Labels): Labels {
  return Object.fromEntries(
    Object.entries(label).map(([language, text]) => [
      language,
      language === 'en' ? englishPlural(text ?? '') : text,
    ]),
  )
}
