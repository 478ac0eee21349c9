import type { Entity } from '../../api/types'

/** What every tab of the drawer is about. */
export interface AccessTabProps {
  entity: Entity
  id: string
  /** Whether the actor may let others in on records of this kind at all; the server has the last word. */
  canShare: boolean
}
