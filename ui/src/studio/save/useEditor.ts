import { useState } from 'react'
import type { Issue } from '../../api/problem'
import type { Stored } from '../api/metadata'
import { findClashes, rebase, type Clash, type Path } from '../changes/merge'
import type { Change } from '../components'
import { useSave } from './SaveContext'
import { useDraft, type Draft } from './useDraft'

export interface EditorOptions<T> {
  stored: Stored<T>
  /** What is stored now, not what is cached. */
  readStored: () => Promise<Stored<T>>
  changesOf: (before: T, after: T) => Change[]
  messageOf: (value: T) => string
}

export interface Conflict {
  clashes: Clash[]
  /** Saves again; at the given paths theirs stays. */
  resolve: (yielded: Path[]) => Promise<boolean>
  dismiss: () => void
}

export interface Editor<T> extends Draft<T> {
  issues: Issue[]
  isSaving: boolean
  conflict: Conflict | null
  /** True when it is live. */
  save: () => Promise<boolean>
}

interface Collision<T> {
  theirs: Stored<T>
  clashes: Clash[]
}

/** Edit, save, and meet what others saved in the meantime without losing anything. */
export function useEditor<T extends object>(options: EditorOptions<T>): Editor<T> {
  const { stored, readStored, changesOf, messageOf } = options
  const draft = useDraft(stored)
  const saveChanges = useSave()
  const [issues, setIssues] = useState<Issue[]>([])
  const [isSaving, setSaving] = useState(false)
  const [collision, setCollision] = useState<Collision<T> | null>(null)

  async function attempt(base: Stored<T>, value: T): Promise<boolean> {
    const changes = changesOf(base.document, value)
    if (changes.length === 0) {
      draft.discard()
      return true
    }
    const outcome = await saveChanges({ changes, message: messageOf(value), baseVersion: base.version })
    if (outcome.state === 'conflict') return collide(base, value, outcome.issues)
    setIssues(outcome.state === 'refused' ? outcome.issues : [])
    if (outcome.state === 'saved') draft.discard()
    return outcome.state === 'saved'
  }

  async function collide(base: Stored<T>, mine: T, found: Issue[]): Promise<boolean> {
    const theirs = await readStored()
    const clashes = findClashes(base.document, theirs.document, mine)
    if (clashes.length > 0) {
      setCollision({ theirs, clashes })
      return false
    }
    if (theirs.version === base.version) {
      setIssues(found)
      return false
    }
    const value = rebase(base.document, theirs.document, mine, [])
    draft.startFrom(theirs, value)
    return attempt(theirs, value)
  }

  async function whileSaving(work: () => Promise<boolean>): Promise<boolean> {
    setSaving(true)
    try {
      return await work()
    } finally {
      setSaving(false)
    }
  }

  function resolve(yielded: Path[]): Promise<boolean> {
    if (!collision) return Promise.resolve(false)
    const value = rebase(draft.base.document, collision.theirs.document, draft.value, yielded)
    setCollision(null)
    draft.startFrom(collision.theirs, value)
    return whileSaving(() => attempt(collision.theirs, value))
  }

  return {
    ...draft,
    issues,
    isSaving,
    conflict: collision && { clashes: collision.clashes, resolve, dismiss: () => setCollision(null) },
    save: () => whileSaving(() => attempt(draft.base, draft.value)),
    discard: () => {
      setIssues([])
      draft.discard()
    },
  }
}
