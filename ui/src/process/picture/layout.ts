/** Where everything of a picture stands: from the top down, branches in columns or, on a phone, below one another. */
import type { Place, PictureBranch, PictureCard, PictureNode, PictureTree } from './tree'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}
export interface PlacedCard extends Box {
  card: PictureCard
  /** Branches know their fork, nodes the sequence that they stand in. */
  parent: string
}
export interface PlacedSlot {
  place: Place
  x: number
  y: number
  /** How many cards are read before it. */
  after: number
}
export interface Edge {
  id: string
  points: [number, number][]
  /** The case, or what is tried out, came this way. */
  isLit: boolean
}
export interface Layout {
  cards: PlacedCard[]
  slots: PlacedSlot[]
  edges: Edge[]
  width: number
  height: number
}
export interface LayoutOptions {
  /** One column of this width, branches indented below one another. */
  stacked?: number
  /** Room between the cards for putting something there. */
  hasSlots?: boolean
}

export const CARD_WIDTH = 236
const TITLE = 24
const LINE = 20
const PADDING = 20
const COLUMN_GAP = 32
const JOIN_GAP = 20
const INDENT = 26
const RAIL = 16

export const cardHeight = ({ lines }: PictureCard) => PADDING + TITLE + lines.length * LINE

const wasReached = (card: PictureCard) => card.mark != null

/** What is placed so far; `gap` is the room between a card and the next. */
class Drawing {
  readonly cards: PlacedCard[] = []
  readonly slots: PlacedSlot[] = []
  readonly edges: Edge[] = []
  readonly gap: number
  readonly hasSlots: boolean

  constructor({ hasSlots = false }: LayoutOptions) {
    this.hasSlots = hasSlots
    this.gap = hasSlots ? 52 : 30
  }

  card(card: PictureCard, parent: string, x: number, y: number, width: number): number {
    const height = cardHeight(card)
    this.cards.push({ card, parent, x, y, width, height })
    return y + height
  }

  edge(id: string, isLit: boolean, ...points: [number, number][]) {
    this.edges.push({ id, isLit, points })
  }

  slot(place: Place, x: number, y: number) {
    if (this.hasSlots) this.slots.push({ place, x, y, after: this.cards.length })
  }
}

/** A card or sequence whose end a next edge starts from. */
interface Loose {
  id: string
  y: number
  isLit: boolean
}

// ------------------------------------------------------------------ in columns

function widthOf(nodes: readonly PictureNode[]): number {
  return Math.max(CARD_WIDTH, ...nodes.map(({ branches }) => (branches ? rowWidth(branches) : 0)))
}

function rowWidth(branches: readonly PictureBranch[]): number {
  const widths = branches.map(({ nodes }) => widthOf(nodes))
  return widths.reduce((sum, width) => sum + width, 0) + COLUMN_GAP * Math.max(0, widths.length - 1)
}

const placed = (drawing: Drawing, card: PictureCard, parent: string, middle: number, y: number) =>
  drawing.card(card, parent, middle - CARD_WIDTH / 2, y, CARD_WIDTH)

/** The nodes of a sequence below `from`; the last of them, whose edge is still to be drawn. */
function column(
  drawing: Drawing,
  nodes: readonly PictureNode[],
  sequence: string,
  middle: number,
  from: Loose,
): Loose {
  let last = from
  nodes.forEach((node, index) => {
    const y = last.y + drawing.gap
    drawing.slot({ sequence, index }, middle, last.y + drawing.gap / 2)
    drawing.edge(`${last.id}>${node.id}`, last.isLit && wasReached(node), [middle, last.y], [middle, y])
    const bottom = placed(drawing, node, sequence, middle, y)
    const own: Loose = { id: node.id, y: bottom, isLit: wasReached(node) }
    last = node.branches?.length ? fork(drawing, node, node.branches, middle, own) : own
  })
  drawing.slot({ sequence, index: nodes.length }, middle, last.y + drawing.gap / 2)
  return last
}

function fork(
  drawing: Drawing,
  node: PictureNode,
  branches: readonly PictureBranch[],
  middle: number,
  from: Loose,
): Loose {
  const top = from.y + JOIN_GAP
  const ends: { middle: number; end: Loose }[] = []
  let left = middle - rowWidth(branches) / 2
  for (const branch of branches) {
    const width = widthOf(branch.nodes)
    const centre = left + width / 2
    left += width + COLUMN_GAP
    const isTaken = from.isLit && wasReached(branch)
    const way: [number, number][] = [[middle, from.y], [middle, from.y + JOIN_GAP / 2], [centre, from.y + JOIN_GAP / 2], [centre, top]] // prettier-ignore
    drawing.edge(`${from.id}>${branch.id}`, isTaken, ...way)
    const bottom = placed(drawing, branch, node.id, centre, top)
    const end = column(drawing, branch.nodes, branch.id, centre, { id: branch.id, y: bottom, isLit: isTaken })
    ends.push({ middle: centre, end })
  }
  const joined = Math.max(...ends.map(({ end }) => end.y)) + drawing.gap
  for (const { middle: centre, end } of ends) {
    const isLit = end.isLit && node.mark === 'passed'
    drawing.edge(`${end.id}>${node.id}/`, isLit, [centre, end.y], [centre, joined], [middle, joined])
  }
  return { id: `${node.id}/`, y: joined, isLit: from.isLit && node.mark !== 'active' }
}

// ------------------------------------------------------------------ one below the other

function stack(
  drawing: Drawing,
  nodes: readonly PictureNode[],
  sequence: string,
  x: number,
  width: number,
  from: Loose,
): Loose {
  let last = from
  nodes.forEach((node, index) => {
    const y = last.y + drawing.gap
    drawing.slot({ sequence, index }, x + RAIL, y - drawing.gap / 2)
    const start = drawing.cards.find(({ card }) => card.id === last.id)
    const bottom = start ? start.y + start.height : last.y
    drawing.edge(`${last.id}>${node.id}`, last.isLit && wasReached(node), [x + RAIL, bottom], [x + RAIL, y])
    const own: Loose = { id: node.id, y: drawing.card(node, sequence, x, y, width), isLit: wasReached(node) }
    last = node.branches?.length ? stackedFork(drawing, node, node.branches, x, width, own) : own
  })
  drawing.slot({ sequence, index: nodes.length }, x + RAIL, last.y + drawing.gap / 2)
  return last
}

function stackedFork(
  drawing: Drawing,
  node: PictureNode,
  branches: readonly PictureBranch[],
  x: number,
  width: number,
  from: Loose,
): Loose {
  let { y } = from
  branches.forEach((branch, position) => {
    const top = y + (position === 0 ? JOIN_GAP : drawing.gap)
    const isTaken = from.isLit && wasReached(branch)
    const side = top + TITLE / 2 + PADDING / 2
    drawing.edge(`${from.id}>${branch.id}`, isTaken, [x + RAIL, from.y], [x + RAIL, side], [x + INDENT, side])
    const bottom = drawing.card(branch, node.id, x + INDENT, top, width - INDENT)
    const start: Loose = { id: branch.id, y: bottom, isLit: isTaken }
    const end = stack(drawing, branch.nodes, branch.id, x + INDENT, width - INDENT, start)
    y = end.y + (drawing.hasSlots ? drawing.gap / 2 : 0)
  })
  return { id: node.id, y, isLit: from.isLit && node.mark !== 'active' }
}

// ------------------------------------------------------------------ the whole

export function layoutPicture({ start, nodes, end }: PictureTree, options: LayoutOptions = {}): Layout {
  const drawing = new Drawing(options)
  const { stacked } = options
  const width = stacked ?? widthOf(nodes)
  const isStacked = stacked !== undefined
  const middle = isStacked ? RAIL : width / 2
  const head = (card: PictureCard, y: number) =>
    isStacked ? drawing.card(card, '', 0, y, width) : placed(drawing, card, '', middle, y)
  const begun: Loose = { id: start.id, y: head(start, 0), isLit: wasReached(start) }
  const last = isStacked
    ? stack(drawing, nodes, '', 0, width, begun)
    : column(drawing, nodes, '', middle, begun)
  const y = last.y + drawing.gap
  const origin = drawing.cards.find(({ card }) => isStacked && card.id === last.id)
  const from = origin ? origin.y + origin.height : last.y
  drawing.edge(`${last.id}>${end.id}`, last.isLit && wasReached(end), [middle, from], [middle, y])
  const height = head(end, y)
  const { cards, slots, edges } = drawing
  return { cards, slots, edges, width, height }
}
