import type { Label } from '../../api/values'

export type Piece = { text: string; isMention: boolean }

/** The people whose "@name" still stands in the text. */
export function mentionedIn(text: string, picked: Label[]): string[] {
  const found = picked.filter(({ label }) => label && text.includes(`@${label}`))
  return [...new Set(found.map(({ id }) => id))]
}

/** The text in pieces; the longest name wins where one begins with another. */
export function piecesOf(text: string, mentions: Label[]): Piece[] {
  const names = mentions
    .flatMap(({ label }) => (label ? [`@${label}`] : []))
    .sort((a, b) => b.length - a.length)
  const pieces: Piece[] = []
  let plain = ''
  for (let at = 0; at < text.length;) {
    const name = names.find((each) => text.startsWith(each, at))
    if (name === undefined) {
      plain += text[at]
      at += 1
      continue
    }
    if (plain) pieces.push({ text: plain, isMention: false })
    plain = ''
    pieces.push({ text: name, isMention: true })
    at += name.length
  }
  return plain ? [...pieces, { text: plain, isMention: false }] : pieces
}
