import {
  DndContext,
  KeyboardSensor,
  MouseSensor,
  PointerSensor,
  TouchSensor,
  useSensor,
  useSensors,
  type DndContextProps,
} from '@dnd-kit/core'
import { sortableKeyboardCoordinates } from '@dnd-kit/sortable'
import { useMemo } from 'react'
import { announcementsIn } from './announcements'
import { useDragTexts } from './dragTexts'

/** A short way before a drag starts, so that clicks stay clicks; on a touch screen a moment, so that it scrolls. */
const NEAR = { activationConstraint: { distance: 5 } }
const HOLD = { activationConstraint: { delay: 250, tolerance: 8 } }
const KEYS = { coordinateGetter: sortableKeyboardCoordinates }

type DragAreaProps = Omit<DndContextProps, 'accessibility' | 'sensors'>

/** Things are dragged here at their handles, by mouse, touch and keyboard; screen readers hear where they are. */
export function DragArea(props: DragAreaProps) {
  const t = useDragTexts()
  const sensors = useSensors(useSensor(PointerSensor, NEAR), useSensor(KeyboardSensor, KEYS))
  return <Area {...props} sensors={sensors} how={t('how')} />
}

/** Whole cards are dragged here by mouse and touch; what is on them says how they are moved by keyboard. */
export function CardDragArea(props: DragAreaProps) {
  const sensors = useSensors(useSensor(MouseSensor, NEAR), useSensor(TouchSensor, HOLD))
  return <Area {...props} sensors={sensors} how="" />
}

function Area({ how, ...props }: DndContextProps & { how: string }) {
  const t = useDragTexts()
  const announcements = useMemo(() => announcementsIn(t), [t])
  return (
    <DndContext {...props} accessibility={{ announcements, screenReaderInstructions: { draggable: how } }} />
  )
}
