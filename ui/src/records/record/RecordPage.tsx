import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { isProblem } from '../../api/problem'
import type { Entity } from '../../api/types'
import { usePluralLabel } from '../../schema/labels'
import { useEntity } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { PageSkeleton } from '../../shared/PageSkeleton'
import { listPath, recordPath } from '../../shared/paths'
import { MissingEntity } from '../MissingEntity'
import { recordQuery } from '../queries'
import { neighbours, trailOf } from '../list/trail'
import { titleOf } from '../titles'
import { RecordView } from './RecordView'

export function RecordPage() {
  const { entity: key, id } = useParams()
  const entity = useEntity(key)
  if (!entity || !id) return <MissingEntity />
  return <RecordScreen key={`${entity.key}/${id}`} entity={entity} id={id} />
}

function RecordScreen({ entity, id }: { entity: Entity; id: string }) {
  const navigate = useNavigate()
  const pluralOf = usePluralLabel()
  const { data: record, error } = useQuery(recordQuery(entity.key, id))
  useDocumentTitle(record && titleOf(entity, record), pluralOf(entity))

  if (isProblem(error, 403, 404)) return <MissingEntity isRecord isForbidden={error.status === 403} />
  if (error && !record) throw error
  if (!record) return <PageSkeleton />

  const trail = trailOf(entity.key)
  const { previous, next, place } = neighbours(trail?.ids ?? [], id)
  const go = (to: string | undefined) => (to ? () => void navigate(recordPath(entity.key, to)) : undefined)
  const leave = () => void navigate(trail?.path ?? listPath(entity.key))
  return (
    <RecordView
      entity={entity}
      record={record}
      shape="page"
      place={trail && place > 0 ? { at: place, of: trail.ids.length } : undefined}
      onPrevious={go(previous)}
      onNext={go(next)}
      onLeave={leave}
    />
  )
}
