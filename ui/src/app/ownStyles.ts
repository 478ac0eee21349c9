/**
 * The page's policy takes style elements by its nonce only. Libraries make theirs while the page runs, and not
 * all can be told the nonce (Ant Design's scroll locker, its measuring of scroll bars), so every style element
 * that this program makes gets it. What comes in as text (`innerHTML`, a stored value) stays without one.
 */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
const create = document.createElement.bind(document)

document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
  const element = create(name, options)
  if (element instanceof HTMLStyleElement) element.nonce = nonce
  return element
}

export {}
