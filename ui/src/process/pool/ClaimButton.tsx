import { UserAddOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useLabel } from '../../schema/labels'
import { useIsNarrow } from '../../shared/media'
import { useCarryOut, usePoolOffers } from './usePoolOffers'

interface ClaimButtonProps {
  entity: Entity
  record: RecordDocument
}

/** Takes a record out of its pool; says why that cannot be done just now. */
export function ClaimButton({ entity, record }: ClaimButtonProps) {
  const labelOf = useLabel()
  const isNarrow = useIsNarrow()
  const offer = usePoolOffers(entity, record).find(({ key }) => key === 'claim')
  const { mutate, isPending } = useCarryOut(entity, record)
  if (!offer) return null
  const label = labelOf(offer)
  const reason = offer.issues.map(({ message }) => message).join(' ')
  return (
    <Tooltip title={reason || (isNarrow ? label : '')}>
      <Button
        type="primary"
        icon={<UserAddOutlined />}
        disabled={!offer.ready}
        loading={isPending}
        aria-label={label}
        onClick={() => mutate({ key: 'claim', values: {} })}
      >
        {isNarrow ? null : label}
      </Button>
    </Tooltip>
  )
}
