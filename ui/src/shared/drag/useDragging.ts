/** Things that are dragged and places for them. Each says how people call it. */
import { useDraggable, useDroppable, type UniqueIdentifier } from '@dnd-kit/core'
import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import type { CSSProperties } from 'react'
import { useDragTexts } from './dragTexts'

interface Draggable {
  id: UniqueIdentifier
  name: string
  disabled?: boolean
}

/** An entry of a list in an order of its own; with the style that moves it aside. */
export function useSortedThing({ id, name, disabled = false }: Draggable) {
  const roleDescription = useDragTexts()('role')
  const sorted = useSortable({ id, disabled, data: { name }, attributes: { roleDescription } })
  const { transform, transition } = sorted
  const style: CSSProperties = {
    transform: CSS.Translate.toString(transform),
    ...(transition ? { transition } : {}),
  }
  return { ...sorted, style }
}

/** A thing that is dragged to a place. */
export function useDraggedThing({ id, name, disabled = false }: Draggable) {
  const roleDescription = useDragTexts()('role')
  return useDraggable({ id, disabled, data: { name }, attributes: { roleDescription } })
}

/** A place for things. */
export function usePlace({ id, name, disabled = false }: Draggable) {
  return useDroppable({ id, disabled, data: { name } })
}
