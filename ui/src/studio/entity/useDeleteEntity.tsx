import { useNavigate } from 'react-router'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { retireEntityChanges } from '../changes/retire'
import { studioHome } from '../paths'
import { useSave } from '../save/SaveContext'
import { useRefusal } from '../save/useRefusal'
import { useSurroundings } from '../save/useSurroundings'
import { useTexts } from '../texts'

/** Retires an entity with its forms, lists and menu entries; what refers to it refuses, with links. */
export function useDeleteEntity(entity: Entity): () => Promise<void> {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const navigate = useNavigate()
  const readSurroundings = useSurroundings()
  const showRefusal = useRefusal()
  const name = labelOf(entity)

  return async () => {
    const outcome = await save({
      changes: retireEntityChanges(entity.key, await readSurroundings()),
      message: t('message.entity_deleted', { name }),
      question: {
        title: t('settings.delete_title', { name }),
        hint: t('settings.delete_hint'),
        ok: t('settings.delete'),
      },
    })
    if (outcome.state === 'saved') void navigate(studioHome)
    else if ('issues' in outcome) showRefusal(t('settings.not_deleted', { name }), outcome.issues)
  }
}
