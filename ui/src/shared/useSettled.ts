import { useEffect, useEffectEvent, useState } from 'react'
import { hasPendingWrites, settlePendingWrites } from './pendingWrites'

/** ``act``, once everything that is still being written has been, and has been drawn: it then sees the latest. */
export function useSettled(act: () => void): () => void {
  const [asked, setAsked] = useState(0)
  const latest = useEffectEvent(act)
  useEffect(() => {
    if (asked) latest()
  }, [asked])
  return () => {
    if (hasPendingWrites()) void settlePendingWrites().then(() => setAsked((times) => times + 1))
    else act()
  }
}
