import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { IconButton } from '../../../shared/IconButton'
import styles from './form.module.css'

interface ClauseListProps<T> {
  clauses: readonly T[]
  label: string
  addText: string
  /** What takes a clause out is called so; `number` counts from 1. */
  removeText: (number: number) => string
  /** What a new clause says. */
  fresh: T
  /** The clause takes something away. */
  isMinus?: (clause: T) => boolean
  onChange: (clauses: T[]) => void
  children: (clause: T, at: number, set: (part: Partial<T>) => void) => ReactNode
}

/** The clauses of a rule, one below the other: each is changed in its row, taken out, and new ones come last. */
export function ClauseList<T extends object>(props: ClauseListProps<T>) {
  const { clauses, label, addText, removeText, fresh, isMinus, onChange, children } = props
  const set = (at: number, part: Partial<T>) =>
    onChange(clauses.map((clause, position) => (position === at ? { ...clause, ...part } : clause)))
  return (
    <>
      <ol className={styles['rows']} aria-label={label}>
        {clauses.map((clause, at) => (
          <li key={at} className={styles['row']} {...(isMinus?.(clause) ? { 'data-sign': '-' } : {})}>
            {children(clause, at, (part) => set(at, part))}
            <IconButton
              type="text"
              className={styles['remove'] ?? ''}
              icon={<DeleteOutlined />}
              label={removeText(at + 1)}
              onClick={() => onChange(clauses.filter((_, position) => position !== at))}
            />
          </li>
        ))}
      </ol>
      <Button
        type="dashed"
        className={styles['add'] ?? ''}
        icon={<PlusOutlined />}
        onClick={() => onChange([...clauses, fresh])}
      >
        {addText}
      </Button>
    </>
  )
}
