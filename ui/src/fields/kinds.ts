import { createContext, useContext } from 'react'
import type { FieldKind } from '../api/types'
import type { KindParts } from './types'

export type Kinds = { readonly [kind in FieldKind]: KindParts }

/** The registry reaches the screens by context: kinds that show other kinds (line items, formulas) need no circular import. */
export const KindsContext = createContext<Kinds | null>(null)

export function useKinds(): Kinds {
  const kinds = useContext(KindsContext)
  if (!kinds) throw new Error('KindsContext is missing above this component.')
  return kinds
}
