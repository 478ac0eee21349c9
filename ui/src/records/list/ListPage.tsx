import { useParams } from 'react-router'
import { useEntity } from '../../schema/useSchema'
import { MissingEntity } from '../MissingEntity'
import { ListScreen } from './ListScreen'

export function ListPage() {
  const { entity: key } = useParams()
  const entity = useEntity(key)
  if (!entity) return <MissingEntity />
  if (!entity.can.see) return <MissingEntity isForbidden />
  return <ListScreen key={entity.key} entity={entity} />
}
