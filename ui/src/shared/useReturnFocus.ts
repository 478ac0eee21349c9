import { useLayoutEffect, type RefObject } from 'react'

/** Whoever closes a part of the page finds the focus at what belongs to it there, else where it was before. */
export function useReturnFocus(part: RefObject<HTMLElement | null>, belonging: string): void {
  useLayoutEffect(() => {
    const [own, opener] = [part.current, document.activeElement]
    return () => {
      const present = document.activeElement
      if (present !== document.body && !own?.contains(present)) return
      const target = document.querySelector(belonging) ?? opener
      if (target instanceof HTMLElement && target !== document.body) target.focus({ preventScroll: true })
    }
  }, [part, belonging])
}
