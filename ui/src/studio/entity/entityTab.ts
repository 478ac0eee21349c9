import type { Entity } from '../../api/types'
import type { Stored } from '../api/metadata'
import type { EntityDocument } from '../documents'

/** What every tab of an entity is about. */
export interface EntityTabProps {
  entity: Entity
  stored: Stored<EntityDocument>
}
