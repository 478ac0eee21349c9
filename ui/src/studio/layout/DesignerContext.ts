import { createContext, useContext } from 'react'
import type { Entity } from '../../api/types'
import type { LayoutDocument } from '../documents'

export interface Designer {
  entity: Entity
  layout: LayoutDocument
  change: (next: (layout: LayoutDocument) => LayoutDocument) => void
  /** The tab on the canvas. */
  tab: string
  openTab: (tab: string) => void
}

export const DesignerContext = createContext<Designer | null>(null)

/** What every part of the form designer works on. */
export function useDesigner(): Designer {
  const designer = useContext(DesignerContext)
  if (!designer) throw new Error('useDesigner needs a form designer above')
  return designer
}
