import type { Entity } from '../../../api/types'
import type { FieldDocument } from '../../documents'

/** The controls of the attributes that only one kind has. */
export interface OptionsProps {
  /** The entity that the field belongs to. */
  entity: Entity
  document: FieldDocument
  onChange: (change: Partial<FieldDocument>) => void
  /** The field is stored already. */
  isStored: boolean
}
