import { createContext, useContext } from 'react'
import type { Label } from '../api/values'

export interface QuickCreateRequest {
  entity: string
  /** What was typed while searching; becomes the title of the new record. */
  title: string
  onCreated: (label: Label) => void
}

/** Opens the form of another entity on top of the present one. The form lives in a layer above the fields. */
export const QuickCreateContext = createContext<((request: QuickCreateRequest) => void) | null>(null)

export const useQuickCreate = () => useContext(QuickCreateContext)
