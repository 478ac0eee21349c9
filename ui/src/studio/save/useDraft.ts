import { useState } from 'react'
import type { Stored } from '../api/metadata'
import { isSame } from '../changes/merge'

/** An edit under way: what it began with, and every state of it for undo and redo. */
interface Editing<T> {
  base: Stored<T>
  past: T[]
  present: T
  future: T[]
  /** What the last change was about. */
  about: string | null
}

export interface Draft<T> {
  base: Stored<T>
  value: T
  isDirty: boolean
  /** Somebody else has changed the stored document since the edit began. */
  isOutdated: boolean
  /** Changes in a row that are `about` the same, such as the letters of a name, are undone together. */
  change: (next: T | ((value: T) => T), about?: string) => void
  undo: (() => void) | null
  redo: (() => void) | null
  discard: () => void
  /** Goes on with `value` on top of a newer stored document. */
  startFrom: (base: Stored<T>, value: T) => void
}

const STEPS_KEPT = 100

function changed<T>(editing: Editing<T>, next: T, about: string | null): Editing<T> {
  if (next === editing.present) return editing
  const goesOn = about !== null && about === editing.about && editing.past.length > 0
  return {
    ...editing,
    past: goesOn ? editing.past : [...editing.past, editing.present].slice(-STEPS_KEPT),
    present: next,
    future: [],
    about,
  }
}

function undone<T>(editing: Editing<T>): Editing<T> {
  const present = editing.past.at(-1)
  if (present === undefined) return editing
  return {
    ...editing,
    past: editing.past.slice(0, -1),
    present,
    future: [editing.present, ...editing.future],
    about: null,
  }
}

function redone<T>(editing: Editing<T>): Editing<T> {
  const [present, ...future] = editing.future
  return present === undefined
    ? editing
    : { ...editing, past: [...editing.past, editing.present], present, future, about: null }
}

/** A draft of a stored document. Untouched, it follows the stored one; touched, it keeps its base until saved. */
export function useDraft<T extends object>(stored: Stored<T>): Draft<T> {
  const [editing, setEditing] = useState<Editing<T> | null>(null)
  const base = editing?.base ?? stored
  const value = editing?.present ?? stored.document

  return {
    base,
    value,
    isDirty: editing !== null && !isSame(base.document, value),
    isOutdated: editing !== null && !isSame(base.document, stored.document),
    change: (next, about) =>
      setEditing((current) => {
        const start = current ?? { base: stored, past: [], present: stored.document, future: [], about: null }
        return changed(start, typeof next === 'function' ? next(start.present) : next, about ?? null)
      }),
    undo:
      editing && editing.past.length > 0 ? () => setEditing((current) => current && undone(current)) : null,
    redo:
      editing && editing.future.length > 0 ? () => setEditing((current) => current && redone(current)) : null,
    discard: () => setEditing(null),
    startFrom: (newBase, next) =>
      setEditing({ base: newBase, past: [], present: next, future: [], about: null }),
  }
}
