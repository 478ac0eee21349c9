import type { KeyboardEvent } from 'react'

interface FormKeys {
  onSave: () => void
  onCancel: () => void
}

/** Ctrl/Cmd+Enter saves, Esc leaves; an open list, a date picker and an input method keep their own keys. */
export function useFormKeys({ onSave, onCancel }: FormKeys) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return
    const isOwnPopup =
      event.target instanceof HTMLElement && event.target.getAttribute('aria-expanded') === 'true'
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onSave()
    } else if (event.key === 'Escape' && !isOwnPopup) {
      event.stopPropagation()
      onCancel()
    }
  }
}
