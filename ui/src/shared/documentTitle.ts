import { useEffect } from 'react'

const PRODUCT = 'Odos'

/** The title of the browser tab while the calling page is shown. */
export function useDocumentTitle(...parts: (string | undefined | null)[]): void {
  const title = [...parts.filter(Boolean), PRODUCT].join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
