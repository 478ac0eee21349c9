import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Issue } from '../../api/problem'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { entityPath } from '../paths'
import { useSave } from '../save/SaveContext'
import { useTexts } from '../texts'

/** A new key; the former one stays an alias, so that nothing that uses it breaks. */
export function useRenameEntity(entity: Entity) {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const navigate = useNavigate()
  const [issues, setIssues] = useState<Issue[]>([])

  const rename = async (key: string) => {
    const outcome = await save({
      changes: [{ op: 'rename', kind: 'entity', key: entity.key, new_key: key }],
      message: t('message.entity_renamed', { name: labelOf(entity), key }),
    })
    setIssues('issues' in outcome ? outcome.issues.map((issue) => ({ ...issue, path: 'key' })) : [])
    if (outcome.state === 'saved') void navigate(entityPath(key, 'settings'), { replace: true })
  }
  return { rename, issues }
}
