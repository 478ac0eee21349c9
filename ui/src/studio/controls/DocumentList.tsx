import type { ReactNode } from 'react'
import { DragHandle, SortableItem, SortableList } from './SortableList'
import styles from './DocumentList.module.css'

interface DocumentListProps {
  keys: readonly string[]
  onMove: (key: string, index: number) => void
  children: ReactNode
}

/** Components of one kind below each other, in an order that is drawn. */
export function DocumentList({ keys, onMove, children }: DocumentListProps) {
  return (
    <ul className={styles['list']}>
      <SortableList keys={keys} onMove={onMove}>
        {children}
      </SortableList>
    </ul>
  )
}

interface DocumentRowProps {
  id: string
  name: string
  tags?: ReactNode
  summary: string
  onOpen: () => void
}

/** One of them: what it is called and, in short, what it says. */
export function DocumentRow({ id, name, tags, summary, onOpen }: DocumentRowProps) {
  return (
    <SortableItem id={id} name={name} as="li" className={styles['row']}>
      <DragHandle />
      <button type="button" className={styles['open']} onClick={onOpen}>
        <strong dir="auto">{name}</strong>
        {tags}
        <span>{summary}</span>
      </button>
    </SortableItem>
  )
}
