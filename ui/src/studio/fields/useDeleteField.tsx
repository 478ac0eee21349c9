import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { findFieldNamed, namesOf } from '../lookup'
import { retireFieldChanges } from '../changes/retire'
import { deletionOf, useDeletion } from '../save/useDeletion'
import { useSurroundings } from '../save/useSurroundings'
import { useTexts } from '../texts'

/** Retires a field after a question; what refuses is shown with the way to it. */
export function useDeleteField(entity: Entity): (field: string, onDeleted: () => void) => Promise<void> {
  const t = useTexts()
  const labelOf = useLabel()
  const erase = useDeletion()
  const readSurroundings = useSurroundings()

  return async (key, onDeleted) => {
    const field = findFieldNamed(entity, key)
    if (!field) return
    const name = labelOf(field)
    const message = t('message.field_deleted', { name, entity: labelOf(entity) })
    const changes = retireFieldChanges(entity, field, namesOf(entity, key), await readSurroundings())
    const deletion = deletionOf(t, 'field.', { kind: 'field', key: `${entity.key}.${key}`, name, message })
    if (await erase({ ...deletion, changes })) onDeleted()
  }
}
