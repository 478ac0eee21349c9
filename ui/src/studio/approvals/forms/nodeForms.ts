import type { ComponentType } from 'react'
import type { NodeDocument } from '../document'
import { CopyForm } from './CopyForm'
import { ForkForm } from './ForkForm'
import { StepForm } from './StepForm'

export interface NodeFormProps {
  path: string
  node: NodeDocument
  set: (part: Partial<NodeDocument>) => void
}

/** The form of each kind of node; a kind without one has the label and condition that all have. */
export const NODE_FORMS: Record<string, ComponentType<NodeFormProps>> = {
  approval: StepForm,
  copy: CopyForm,
  fork: ForkForm,
}
