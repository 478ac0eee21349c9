import { useSyncExternalStore } from 'react'

function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => window.matchMedia(query).matches,
  )
}

/** Phones and narrow windows: one column, menu in a drawer. A sheet of paper is none. */
export const useIsNarrow = () => useMediaQuery('screen and (max-width: 767px)')
export const usePrefersDark = () => useMediaQuery('(prefers-color-scheme: dark)')
export const usePrefersStillness = () => useMediaQuery('(prefers-reduced-motion: reduce)')
export const useIsPrinting = () => useMediaQuery('print')
