import { useEffect, useRef } from 'react'

export type Hotkeys = Record<string, (event: KeyboardEvent) => void>

/** Keys for the whole page; they rest while somebody types, composes or answers a dialog. `mod+k` works everywhere. */
export function useHotkeys(keys: Hotkeys, isEnabled = true): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    if (!isEnabled) return
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return
      const isCommand = event.ctrlKey || event.metaKey
      const action = latest.current[(isCommand ? 'mod+' : '') + event.key.toLowerCase()]
      if (!action || event.altKey || (!isCommand && isBusy(event.target))) return
      event.preventDefault()
      action(event)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [isEnabled])
}

const TYPING =
  'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable="true"], [role="combobox"]'
const DIALOGS =
  '.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open, .ant-popover:not(.ant-popover-hidden), .ant-dropdown:not(.ant-dropdown-hidden)'

function isBusy(target: EventTarget | null): boolean {
  if (target instanceof Element && target.closest(TYPING)) return true
  return document.querySelector(DIALOGS) !== null
}
