import { useRef, type ReactNode } from 'react'
import { useReturnFocus } from '../../shared/useReturnFocus'
import styles from './list.module.css'

/** The title of the record that the panel shows. */
const ROW = '[role=row][data-active=true] a'

/** What stands beside the list; once it is closed, the keyboard goes on in its row. */
export function SidePanel({ label, children }: { label: string; children: ReactNode }) {
  const part = useRef<HTMLElement>(null)
  useReturnFocus(part, ROW)
  return (
    <aside ref={part} className={styles['panel']} aria-label={label}>
      {children}
    </aside>
  )
}
