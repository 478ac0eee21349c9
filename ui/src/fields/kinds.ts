import { createContext, useContext } from 'react'
import type { FieldKind } from '../api/types'
import type { KindParts } from './types'

export type Kinds = { readonly [kind in FieldKind]: KindParts }

/** Kinds of plugins are shown and typed as texts. */
export const withKindsOfPlugins = (kinds: Kinds): Kinds =>
  new Proxy(kinds, { get: (known, kind) => known[kind as FieldKind] ?? known.text })

/** The registry reaches the screens by context: kinds that show other kinds (line items, formulas) need no circular import. */
export const KindsContext = createContext<Kinds | null>(null)

export function useKinds(): Kinds {
  const kinds = useContext(KindsContext)
  if (!kinds) throw new Error('KindsContext is missing above this component.')
  return kinds
}
