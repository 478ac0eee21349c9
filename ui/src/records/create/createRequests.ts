import { createContext, useContext } from 'react'
import type { RecordDocument } from '../../api/values'
import type { Draft } from '../form/draft'

export interface CreateRequest {
  entity: string
  prefill?: Draft
  /** Offers "Save and new". */
  isRepeatable?: boolean
  onCreated?: (record: RecordDocument) => void
}

/** Opens the form of a new record on top of whatever is on the screen. */
export const CreateContext = createContext<(request: CreateRequest) => void>(() => undefined)

export const useCreate = () => useContext(CreateContext)
