import { HolderOutlined } from '@ant-design/icons'
import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
} from '@dnd-kit/core'
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { createContext, useContext, type CSSProperties, type ReactNode } from 'react'
import { useTexts } from '../texts'
import styles from './SortableList.module.css'

interface SortableListProps {
  keys: readonly string[]
  /** The entry with `key` was dropped at `index`. */
  onMove: (key: string, index: number) => void
  children: ReactNode
}

/** Sensors for mouse, touch and keyboard; a short way before a drag starts, so that clicks stay clicks. */
export function useDragSensors() {
  return useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
}

export function SortableList({ keys, onMove, children }: SortableListProps) {
  const sensors = useDragSensors()
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) onMove(String(active.id), keys.indexOf(String(over.id)))
  }
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop}>
      <SortableContext items={[...keys]} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  )
}

type Sortable = ReturnType<typeof useSortable>
/** What makes an element the place to drag at. */
interface Activation extends Pick<Sortable, 'attributes' | 'listeners'> {
  attach: Sortable['setActivatorNodeRef']
}
const ActivationContext = createContext<Activation | null>(null)

interface SortableItemProps {
  id: string
  as?: 'div' | 'tr' | 'li'
  className?: string | undefined
  /** The entry is the one that is open beside the list. */
  isCurrent?: boolean
  children: ReactNode
}

/** An entry of a sortable list; it is dragged by the `DragHandle` inside of it. */
export function SortableItem({ id, as: Element = 'div', className, isCurrent, children }: SortableItemProps) {
  const { setNodeRef, transform, transition, isDragging, attributes, listeners, setActivatorNodeRef } =
    useSortable({ id })
  const style: CSSProperties = {
    transform: CSS.Translate.toString(transform),
    ...(transition ? { transition } : {}),
    ...(isDragging ? { position: 'relative', zIndex: 3 } : {}),
  }
  return (
    <Element
      ref={setNodeRef}
      style={style}
      className={className}
      data-dragging={isDragging}
      data-key={id}
      data-current={isCurrent ?? false}
    >
      <ActivationContext value={{ attributes, listeners, attach: setActivatorNodeRef }}>
        {children}
      </ActivationContext>
    </Element>
  )
}

export function DragHandle({ name, disabled }: { name: string; disabled?: boolean }) {
  const t = useTexts()
  const activation = useContext(ActivationContext)
  if (!activation || disabled) return <span className={styles['nohandle']} />
  const { attach, attributes, listeners } = activation
  return (
    <button
      type="button"
      ref={attach}
      className={styles['handle']}
      {...attributes}
      {...listeners}
      aria-label={t('controls.drag', { name })}
      title={t('controls.drag', { name })}
    >
      <HolderOutlined />
    </button>
  )
}
