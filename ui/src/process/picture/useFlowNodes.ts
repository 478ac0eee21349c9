import type { ReactNode } from 'react'
import { useMemo } from 'react'
import type { CardFlowNode } from './CardNode'
import type { Layout, PlacedCard, PlacedSlot } from './layout'
import { SLOT_SIZE, type SlotFlowNode } from './SlotNode'
import { placeId, type PictureCard, type Place } from './tree'

export interface PictureEditing {
  selected: string | null
  onSelect: (id: string | null) => void
  /** What can be put at a place. */
  slot: (place: Place) => ReactNode
  /** Buttons on a card. */
  tools: (card: PictureCard) => ReactNode
  isMovable: (card: PictureCard) => boolean
  onMove: (id: string, place: Place) => void
}

export type FlowNode = CardFlowNode | SlotFlowNode

export interface Dragged {
  id: string
  x: number
  y: number
}

interface Given {
  layout: Layout
  editing: PictureEditing | undefined
  dragged: Dragged | null
  target: PlacedSlot | null
}

const sized = (width: number, height: number) => ({ width, height, measured: { width, height } })

/** Cards and the places between them, in the order of reading, which is the order of the tab key. */
export function useFlowNodes({ layout, editing, dragged, target }: Given): FlowNode[] {
  return useMemo(() => {
    const slotsAfter = (position: number) =>
      layout.slots
        .filter(({ after }) => after === position)
        .map((slot) => slotNode(slot, editing, slot === target))
    return layout.cards.flatMap((placed, index) => [
      cardNode(placed, editing, dragged),
      ...slotsAfter(index + 1),
    ])
  }, [layout, editing, dragged, target])
}

function cardNode(
  placed: PlacedCard,
  editing: PictureEditing | undefined,
  dragged: Dragged | null,
): FlowNode {
  const { card, x, y, width, height } = placed
  const isDragged = dragged?.id === card.id
  return {
    id: card.id,
    type: 'card',
    position: isDragged ? { x: dragged.x - width / 2, y: dragged.y - height / 2 } : { x, y },
    ...sized(width, height),
    draggable: editing?.isMovable(card) ?? false,
    zIndex: isDragged ? 10 : 0,
    style: { pointerEvents: 'all' },
    data: {
      card,
      isSelected: editing?.selected === card.id,
      onSelect: editing?.onSelect ?? null,
      tools: editing?.tools(card) ?? null,
    },
  }
}

function slotNode(
  { place, x, y }: PlacedSlot,
  editing: PictureEditing | undefined,
  isTarget: boolean,
): FlowNode {
  return {
    id: placeId(place),
    type: 'slot',
    position: { x: x - SLOT_SIZE / 2, y: y - SLOT_SIZE / 2 },
    ...sized(SLOT_SIZE, SLOT_SIZE),
    draggable: false,
    style: { pointerEvents: 'all' },
    data: { content: editing?.slot(place) ?? null, isTarget },
  }
}
