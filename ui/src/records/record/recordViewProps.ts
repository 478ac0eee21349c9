import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'

export interface RecordViewProps {
  entity: Entity
  record: RecordDocument
  shape: 'page' | 'panel'
  place?: { at: number; of: number } | undefined
  onPrevious?: (() => void) | undefined
  onNext?: (() => void) | undefined
  /** Back to the list, or the panel closed. */
  onLeave: () => void
}
