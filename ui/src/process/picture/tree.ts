/** What a picture of an approval shows, whether it is being drawn or on its way: cards in a row, branches side by side. */
import type { Mark } from '../../api/approvals'

export interface CardLine {
  text: string
  /** The whole of it, where the card has no room. */
  title?: string
  icon?: 'people' | 'clock' | 'condition' | 'table' | 'comment'
  tone?: 'good' | 'bad' | 'active' | 'quiet'
}

export interface PictureCard {
  /** The path of a node or branch, such as `size/large/director`. */
  id: string
  kind: string
  title: string
  tag?: string | undefined
  lines: CardLine[]
  mark?: Mark | undefined
  /** What the checker found here. */
  fault?: 'error' | 'warning' | undefined
}

export interface PictureBranch extends PictureCard {
  nodes: PictureNode[]
}

export interface PictureNode extends PictureCard {
  branches?: PictureBranch[]
}

export interface PictureTree {
  start: PictureCard
  nodes: PictureNode[]
  end: PictureCard
}

export const START = '@start'
export const END = '@end'

/** Where something can be put: before the entry `index` of a sequence; '' is the outermost one. */
export interface Place {
  sequence: string
  index: number
}

export const placeId = ({ sequence, index }: Place) => `${sequence}+${index}`
