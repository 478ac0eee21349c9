const IS_APPLE = /mac|iphone|ipad/i.test(navigator.userAgent)

/** How the keyboard in front of this person names Ctrl/Cmd combinations. */
export function commandKey(letter: string): string {
  return IS_APPLE ? `⌘${letter}` : `Ctrl+${letter}`
}
