import { useState } from 'react'
import type { Stored } from '../api/metadata'
import { putChanges } from '../changes/documents'
import type { ComponentKind, Documents } from '../components'
import { DeleteButton } from './DeleteButton'
import { useFreshComponent } from './useComponentEditor'
import type { Deletion } from './useDeletion'
import { useEditor } from './useEditor'

interface ComponentDrawerOptions<K extends ComponentKind> {
  kind: K
  stored: Stored<Documents[K]>
  /** The document is not stored yet. */
  isNew: boolean
  messageOf: (document: Documents[K]) => string
  deletion: Deletion
  onClose: () => void
}

/** What every drawer of one component has: the document as it is edited, and the frame that saves and deletes it. */
export function useComponentDrawer<K extends ComponentKind>(options: ComponentDrawerOptions<K>) {
  const { kind, stored, isNew, messageOf, deletion, onClose } = options
  const readFresh = useFreshComponent()
  const [opened] = useState(stored)
  const { key } = opened.document
  const changesOf = (before: Documents[K], after: Documents[K]) =>
    putChanges(kind, isNew ? null : before, after)
  const editor = useEditor<Documents[K]>({
    stored: opened,
    readStored: () => (isNew ? Promise.resolve(opened) : readFresh(kind, key)),
    changesOf,
    messageOf,
  })
  const save = async () => {
    if (await editor.save()) onClose()
  }
  return {
    editor,
    document: editor.value,
    changes: changesOf(editor.base.document, editor.value),
    set: (part: Partial<Documents[K]>) => editor.change((before) => ({ ...before, ...part })),
    frame: {
      prefix: `${kind}/${editor.value.key}`,
      isDirty: editor.isDirty,
      isSaving: editor.isSaving,
      onSave: () => void save(),
      onClose,
      extra: isNew ? null : <DeleteButton deletion={deletion} onDeleted={onClose} />,
    },
  }
}
