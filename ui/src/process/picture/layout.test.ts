import { describe, expect, it } from 'vitest'
import { pathOf, slotNear } from './geometry'
import { cardHeight, layoutPicture, type Box, type Layout } from './layout'
import { END, placeId, START, type PictureCard, type PictureNode, type PictureTree } from './tree'

const card = (id: string, lines = 1, mark?: PictureCard['mark']): PictureCard => ({
  id,
  kind: 'approval',
  title: id,
  lines: Array.from({ length: lines }, (_, at) => ({ text: `${at}` })),
  mark,
})

/** A fork of two branches, one of which forks again. */
const inner: PictureNode = {
  ...card('size/large/where', 2, null),
  branches: [
    { ...card('size/large/where/home'), nodes: [card('size/large/where/home/a', 3)] },
    { ...card('size/large/where/abroad'), nodes: [] },
    {
      ...card('size/large/where/else'),
      nodes: [card('size/large/where/else/a'), card('size/large/where/else/b')],
    },
  ],
}
const tree: PictureTree = {
  start: card(START, 1, 'passed'),
  nodes: [
    card('manager', 2, 'passed'),
    {
      ...card('size', 1, 'passed'),
      branches: [
        { ...card('size/large', 1), nodes: [card('size/large/head', 2), inner] },
        { ...card('size/small', 1, 'active'), nodes: [card('size/small/clerk', 1, 'passed')] },
      ],
    },
    card('tell', 1, 'active'),
  ],
  end: card(END, 0),
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

const boxOf = ({ cards }: Layout, id: string) => {
  const found = cards.find((placed) => placed.card.id === id)
  if (!found) throw new Error(id)
  return found
}

describe.each([
  ['in columns', { hasSlots: true }],
  ['in columns, to look at', {}],
  ['on a phone', { stacked: 343, hasSlots: true }],
])('a picture %s', (_, options) => {
  const layout = layoutPicture(tree, options)

  it('has every card once, none over another and none outside (FLOW-07)', () => {
    expect(new Set(layout.cards.map((placed) => placed.card.id)).size).toBe(layout.cards.length)
    expect(layout.cards).toHaveLength(16)
    for (const [position, one] of layout.cards.entries()) {
      expect(one.x).toBeGreaterThanOrEqual(0)
      expect(one.x + one.width).toBeLessThanOrEqual(layout.width)
      expect(one.height).toBe(cardHeight(one.card))
      for (const other of layout.cards.slice(position + 1)) expect(overlap(one, other)).toBe(false)
    }
  })

  it('goes from the top down', () => {
    const order = [START, 'manager', 'size', 'size/large', 'size/large/head', inner.id, 'tell', END]
    const tops = order.map((id) => boxOf(layout, id).y)
    expect(tops).toEqual(tops.toSorted((a, b) => a - b))
    expect(boxOf(layout, 'size/small/clerk').y).toBeLessThan(boxOf(layout, 'tell').y)
  })

  it('lights the way that was taken', () => {
    const lit = new Map(layout.edges.map(({ id, isLit }) => [id, isLit]))
    expect(lit.get('size>size/small')).toBe(true)
    expect(lit.get('size>size/large')).toBe(false)
    expect(lit.get(`tell>${END}`)).toBe(false)
    expect(lit.get(`${START}>manager`)).toBe(true)
  })
})

describe('places to put something', () => {
  const { slots } = layoutPicture(tree, { hasSlots: true })

  it('are before, between and after all nodes', () => {
    const ids = slots.map(({ place }) => placeId(place))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(
      ['+0', '+1', '+2', '+3', 'size/large+0', 'size/large+1', 'size/large+2', 'size/small+0', 'size/small+1',
       'size/large/where/home+0', 'size/large/where/home+1', 'size/large/where/abroad+0',
       'size/large/where/else+0', 'size/large/where/else+1', 'size/large/where/else+2'].toSorted(),
    ) // prettier-ignore
  })

  it('are found by dropping near them', () => {
    const wanted = slots[3]!
    expect(slotNear(slots, wanted.x + 9, wanted.y - 9)).toBe(wanted)
    expect(slotNear(slots, -5000, 0)).toBeNull()
  })

  it('are not there where nobody edits', () => {
    expect(layoutPicture(tree).slots).toEqual([])
  })
})

describe('a way', () => {
  it('turns round corners', () => {
    expect(pathOf([[0, 0], [0, 20], [30, 20]])).toBe('M0,0 L0,12 Q0,20 8,20 L30,20') // prettier-ignore
    expect(pathOf([[5, 0], [5, 0], [5, 9]])).toBe('M5,0 L5,0 Q5,0 5,4.5 L5,9') // prettier-ignore
  })
})
