import { useCallback, useEffect, useState } from 'react'

const open = new Set<symbol>()

export function hasUnsavedChanges(): boolean {
  return open.size > 0
}

/** While `isDirty`, leaving asks first. The answer releases at once, for a save that leaves the page itself. */
export function useUnsavedChanges(isDirty: boolean): () => void {
  const [token] = useState(() => Symbol('unsaved'))
  useEffect(() => {
    if (!isDirty) return
    open.add(token)
    return () => {
      open.delete(token)
    }
  }, [isDirty, token])
  return useCallback(() => {
    open.delete(token)
  }, [token])
}
