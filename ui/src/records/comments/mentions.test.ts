import { describe, expect, it } from 'vitest'
import { mentionedIn, piecesOf } from './mentions'

const ANN = { id: '1', label: 'Ann' }
const ANNA = { id: '2', label: 'Anna Li' }

describe('mentions', () => {
  it('are those whose names still stand in the text', () => {
    expect(mentionedIn('@Anna Li, please', [ANN, ANNA, ANNA])).toEqual(['1', '2'])
    expect(mentionedIn('Anna Li, please', [ANNA])).toEqual([])
  })

  it('are marked, the longer name first', () => {
    expect(piecesOf('Hi @Anna Li and @Ann!', [ANN, ANNA])).toEqual([
      { text: 'Hi ', isMention: false },
      { text: '@Anna Li', isMention: true },
      { text: ' and ', isMention: false },
      { text: '@Ann', isMention: true },
      { text: '!', isMention: false },
    ])
  })
})
