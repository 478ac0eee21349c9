import type { Change } from '../components'
import { useTexts, type Texts } from '../texts'
import { useSave } from './SaveContext'
import { useRefusal } from './useRefusal'

export interface Deletion {
  kind: Change['kind']
  key: string
  /** What people call it. */
  name: string
  /** One line for the version history. */
  message: string
  /** The question before it. */
  title: string
  hint: string
  /** The button that does it. */
  ok: string
  /** What goes along with the component; left out: it goes alone. */
  changes?: Change[]
}

/** Each area names the words of its question alike, below `prefix`: `delete_title`, `delete_hint`, `delete`. */
export function deletionOf(
  t: Texts,
  prefix: string,
  gone: Pick<Deletion, 'kind' | 'key' | 'name' | 'message'>,
): Deletion {
  const { name } = gone
  const title = t(`${prefix}delete_title`, { name })
  return { ...gone, title, hint: t(`${prefix}delete_hint`), ok: t(`${prefix}delete`) }
}

/** Deletes a component after a question and tells whether it is gone; what still needs it is shown. */
export function useDeletion(): (deletion: Deletion) => Promise<boolean> {
  const t = useTexts()
  const save = useSave()
  const showRefusal = useRefusal()
  return async ({ kind, key, name, message, title, hint, ok, changes = [{ op: 'delete', kind, key }] }) => {
    const outcome = await save({ changes, message, question: { title, hint, ok } })
    if ('issues' in outcome) showRefusal(t('save.not_deleted', { name }), outcome.issues)
    return outcome.state === 'saved'
  }
}
