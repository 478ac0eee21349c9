import { DeleteOutlined, DownOutlined, RightOutlined } from '@ant-design/icons'
import { useState, type ReactNode } from 'react'
import { IconButton } from '../../shared/IconButton'
import { DragHandle, SortableItem } from './SortableList'
import styles from './FoldCard.module.css'

interface FoldCardProps {
  id: string
  name: string
  /** Beside the name: what is to be seen while it is folded. */
  tags: ReactNode
  removeText: string
  startsOpen?: boolean
  onRemove: () => void
  /** Asked for only while it is open. */
  children: () => ReactNode
}

/** An entry of a sortable list that is opened in its place. */
export function FoldCard({
  id,
  name,
  tags,
  removeText,
  startsOpen = false,
  onRemove,
  children,
}: FoldCardProps) {
  const [isOpen, setOpen] = useState(startsOpen)
  return (
    <SortableItem id={id} name={name} as="li" className={styles['card']}>
      <div className={styles['line']}>
        <DragHandle />
        <button
          type="button"
          className={styles['name']}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <DownOutlined /> : <RightOutlined />} <strong dir="auto">{name}</strong>
        </button>
        {tags}
        <IconButton
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          label={removeText}
          onClick={onRemove}
        />
      </div>
      {isOpen && <div className={styles['body']}>{children()}</div>}
    </SortableItem>
  )
}
