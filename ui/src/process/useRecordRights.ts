import { useQuery } from '@tanstack/react-query'
import type { RecordRights } from '../api/actions'
import type { Entity } from '../api/types'
import type { RecordDocument } from '../api/values'
import { rightsQuery } from './actionQueries'

const NONE: RecordRights = { edit: false, delete: false, share: false }

/** What one may do with this one record: seeing a record that is somebody else's is not changing it. */
export function useRecordRights({
  entity,
  record,
}: {
  entity: Entity
  record: RecordDocument
}): RecordRights {
  const { edit, delete: remove, share } = entity.can
  const { data, isLoading } = useQuery({
    ...rightsQuery(entity.key, record),
    placeholderData: (previous) => previous,
  })
  if (isLoading) return NONE
  return data ?? { edit: edit === true, delete: remove === true, share: share === true }
}
