import type { ComponentKind } from '../components'
import { useSave } from './SaveContext'

interface Placed {
  key: string
  order?: number
}

const STEP = 10

/** Moves a component to `index` of those beside it; only whose place is another one is saved. */
export function useArrange(kind: ComponentKind, message: string) {
  const save = useSave()
  return async (documents: readonly Placed[], key: string, index: number): Promise<void> => {
    const moved = documents.find((document) => document.key === key)
    if (!moved) return
    const others = documents.filter((document) => document !== moved)
    const arranged = [...others.slice(0, index), moved, ...others.slice(index)]
    const changes = arranged.flatMap((document, at) => {
      const order = (at + 1) * STEP
      return document.order === order
        ? []
        : [{ op: 'put' as const, kind, key: document.key, document: { order } }]
    })
    if (changes.length > 0) await save({ changes, message })
  }
}
