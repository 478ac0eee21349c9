import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { findFieldNamed, namesOf } from '../lookup'
import { retireFieldChanges } from '../changes/retire'
import { useSave } from '../save/SaveContext'
import { useTexts } from '../texts'
import { useRefusal } from '../save/useRefusal'
import { useSurroundings } from '../save/useSurroundings'

/** Retires a field after a question; what refuses is shown with the way to it. */
export function useDeleteField(entity: Entity): (field: string, onDeleted: () => void) => Promise<void> {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const showRefusal = useRefusal()
  const readSurroundings = useSurroundings()

  return async (key, onDeleted) => {
    const field = findFieldNamed(entity, key)
    if (!field) return
    const name = labelOf(field)
    const outcome = await save({
      changes: retireFieldChanges(entity, field, namesOf(entity, key), await readSurroundings()),
      message: t('message.field_deleted', { name, entity: labelOf(entity) }),
      question: {
        title: t('field.delete_title', { name }),
        hint: t('field.delete_hint'),
        ok: t('field.delete'),
      },
    })
    if (outcome.state === 'saved') onDeleted()
    else if ('issues' in outcome) showRefusal(t('field.not_deleted', { name }), outcome.issues)
  }
}
