import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { useFormat } from '../../shared/format/useFormat'
import type { LetIn } from './letIn'

/** Who was let in on a record, for what and how long, in words. */
export function LetInValue({ entity, value }: { entity: Entity; value: LetIn }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const format = useFormat()
  const role = entity.team?.find(({ key }) => key === value.role)
  const parts = [
    value.role && (role ? labelOf(role) : value.role),
    value.edits !== undefined && t(value.edits ? 'record.let_in_edit' : 'record.let_in_see'),
    value.until && t('record.let_in_until', { moment: format.dateTime(value.until) }),
  ]
  return (
    <>
      <bdi>{value.whom}</bdi>
      {parts.filter(Boolean).map((part, index) => (
        <span key={index}> · {part}</span>
      ))}
    </>
  )
}
