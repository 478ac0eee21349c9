import { HolderOutlined } from '@ant-design/icons'
import { closestCenter, type DragEndEvent } from '@dnd-kit/core'
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { createContext, useContext, type ReactNode } from 'react'
import { DragArea } from '../../shared/drag/DragArea'
import { useSortedThing } from '../../shared/drag/useDragging'
import { useTexts } from '../texts'
import styles from './SortableList.module.css'

interface SortableListProps {
  keys: readonly string[]
  /** The entry with `key` was dropped at `index`. */
  onMove: (key: string, index: number) => void
  children: ReactNode
}

export function SortableList({ keys, onMove, children }: SortableListProps) {
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) onMove(String(active.id), keys.indexOf(String(over.id)))
  }
  return (
    <DragArea collisionDetection={closestCenter} onDragEnd={drop}>
      <SortableContext items={[...keys]} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DragArea>
  )
}

type Sorted = ReturnType<typeof useSortedThing>
/** What makes an element the place to drag at. */
interface Activation extends Pick<Sorted, 'attributes' | 'listeners'> {
  name: string
  attach: Sorted['setActivatorNodeRef']
}
const ActivationContext = createContext<Activation | null>(null)

interface SortableItemProps {
  id: string
  /** What people call it, at its handle and while it is moved. */
  name: string
  as?: 'div' | 'tr' | 'li'
  className?: string | undefined
  /** The entry is the one that is open beside the list. */
  isCurrent?: boolean
  children: ReactNode
}

/** An entry of a sortable list; it is dragged by the `DragHandle` inside of it. */
export function SortableItem(props: SortableItemProps) {
  const { id, name, as: Element = 'div', className, isCurrent, children } = props
  const sorted = useSortedThing({ id, name })
  const { setNodeRef, style, isDragging, attributes, listeners, setActivatorNodeRef } = sorted
  return (
    <Element
      ref={setNodeRef}
      style={isDragging ? { ...style, position: 'relative', zIndex: 3 } : style}
      className={className}
      data-dragging={isDragging}
      data-key={id}
      data-current={isCurrent ?? false}
    >
      <ActivationContext value={{ name, attributes, listeners, attach: setActivatorNodeRef }}>
        {children}
      </ActivationContext>
    </Element>
  )
}

export function DragHandle({ disabled }: { disabled?: boolean }) {
  const t = useTexts()
  const activation = useContext(ActivationContext)
  if (!activation || disabled) return <span className={styles['nohandle']} />
  const { name, attach, attributes, listeners } = activation
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
