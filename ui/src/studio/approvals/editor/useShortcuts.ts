import type { KeyboardEvent } from 'react'
import { isBranch, placeOf } from '../nodes'
import type { WorkflowDocument } from '../document'
import type { Editor } from '../../save/useEditor'
import type { ApprovalDraft } from './useApprovalEditor'
import type { Editing } from './useEditing'

const TYPING = 'input, textarea, [contenteditable="true"], [role="textbox"], .ant-select'

/** Keys of the picture; where somebody types they mean what they always mean. */
export function useShortcuts(editor: Editor<ApprovalDraft>, editing: Editing, workflow: WorkflowDocument) {
  const { selected } = editing
  const path = selected !== null && !selected.startsWith('@') ? selected : null
  const commands: Record<string, (() => void) | null> = {
    'mod+z': editor.undo,
    'mod+shift+z': editor.redo,
    'mod+y': editor.redo,
    'mod+c': path && !isBranch(path) ? () => editing.copy(path) : null,
    'mod+v': path && !isBranch(path) && editing.copied ? () => pasteBehind(path) : null,
    'mod+d': path ? () => editing.duplicate(path) : null,
    delete: path ? () => editing.remove(path) : null,
    backspace: path ? () => editing.remove(path) : null,
    'alt+arrowup': path ? () => editing.shift(path, -1) : null,
    'alt+arrowdown': path ? () => editing.shift(path, 1) : null,
    escape: () => editing.select(null),
  }
  const pasteBehind = (node: string) => {
    const { sequence, index } = placeOf(workflow.nodes, node)
    editing.paste({ sequence, index: index + 1 })
  }
  return (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest(TYPING)) return
    const command = commands[nameOf(event)]
    if (!command) return
    event.preventDefault()
    command()
  }
}

function nameOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  const parts = [(ctrlKey || metaKey) && 'mod', altKey && 'alt', shiftKey && 'shift', key.toLowerCase()]
  return parts.filter(Boolean).join('+')
}
