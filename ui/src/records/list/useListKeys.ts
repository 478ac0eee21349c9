import type { RecordDocument } from '../../api/values'
import { useHotkeys } from '../../shared/hotkeys'

interface ListKeys {
  rows: RecordDocument[]
  activeId: string | undefined
  isPanelOpen: boolean
  onMove: (record: RecordDocument) => void
  onOpen: (record: RecordDocument) => void
  onToggle: (id: string) => void
  onClose: () => void
  onCreate: (() => void) | undefined
}

/** j and k walk through the rows (with the panel open, through the records), Enter opens, x selects, Esc closes. */
export function useListKeys(keys: ListKeys): void {
  const { rows, activeId, isPanelOpen, onMove, onOpen, onToggle, onClose, onCreate } = keys
  const at = rows.findIndex(({ id }) => id === activeId)
  const step = (by: number) => {
    const next = rows[at < 0 ? 0 : at + by]
    if (next) leaveRow()
    if (next) (isPanelOpen ? onOpen : onMove)(next)
  }
  useHotkeys({
    j: () => step(1),
    k: () => step(-1),
    x: () => activeId && onToggle(activeId),
    escape: onClose,
    n: () => onCreate?.(),
    enter: (event) => {
      const isOnControl = event.target instanceof Element && event.target.closest('button, a')
      if (isOnControl) (event.target as HTMLElement).click()
      else if (rows[at]) onOpen(rows[at])
    },
  })
}

/** Enter means the row that is marked now, not the one with the focus. */
function leaveRow(): void {
  const present = document.activeElement
  if (present instanceof HTMLElement && present.closest('[role=row]')) present.blur()
}
