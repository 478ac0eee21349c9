import { useNavigate } from 'react-router'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { retireEntityChanges } from '../changes/retire'
import { studioHome } from '../paths'
import { deletionOf, useDeletion } from '../save/useDeletion'
import { useSurroundings } from '../save/useSurroundings'
import { useTexts } from '../texts'

/** Retires an entity with its forms, lists and menu entries; what refers to it refuses, with links. */
export function useDeleteEntity(entity: Entity): () => Promise<void> {
  const t = useTexts()
  const labelOf = useLabel()
  const erase = useDeletion()
  const navigate = useNavigate()
  const readSurroundings = useSurroundings()

  return async () => {
    const { key } = entity
    const name = labelOf(entity)
    const message = t('message.entity_deleted', { name })
    const changes = retireEntityChanges(key, await readSurroundings())
    const deletion = deletionOf(t, 'settings.', { kind: 'entity', key, name, message })
    if (await erase({ ...deletion, changes })) void navigate(studioHome)
  }
}
