import { SwapOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import type { ActionOffer } from '../../api/actions'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useLabel } from '../../schema/labels'
import { useIsNarrow } from '../../shared/media'
import { actionsQuery } from '../actionQueries'
import { useStageTexts } from '../stages/stageTexts'
import { ConvertWizard } from './ConvertWizard'

interface ConvertButtonProps {
  entity: Entity
  record: RecordDocument
}

const isDone = ({ issues }: ActionOffer) => issues.some(({ code }) => code === 'converted_already')

/** What the record can become; one that was done already is told by the banner instead. */
export function ConvertButton({ entity, record }: ConvertButtonProps) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const isNarrow = useIsNarrow()
  const [chosen, setChosen] = useState<ActionOffer | undefined>(undefined)
  const { data } = useQuery({
    ...actionsQuery(entity.key, record),
    enabled: (entity.conversions?.length ?? 0) > 0,
  })
  const offers = (data ?? []).filter((offer) => offer.key.startsWith('convert.') && !isDone(offer))
  const [first] = offers
  if (!first) return null
  const isReady = offers.some(({ ready }) => ready)
  const label = offers.length === 1 ? labelOf(first) : t('convert')
  const button = (
    <Button
      icon={<SwapOutlined />}
      type={isReady ? 'primary' : 'default'}
      aria-label={label}
      title={label}
      {...(offers.length === 1 ? { onClick: () => setChosen(first) } : {})}
    >
      {isNarrow ? null : label}
    </Button>
  )
  return (
    <>
      {offers.length === 1 ? (
        button
      ) : (
        <Dropdown
          trigger={['click']}
          menu={{
            items: offers.map((offer) => ({ key: offer.key, label: labelOf(offer) })),
            onClick: ({ key }) => setChosen(offers.find((offer) => offer.key === key)),
          }}
        >
          {button}
        </Dropdown>
      )}
      {chosen && (
        <ConvertWizard entity={entity} record={record} offer={chosen} onClose={() => setChosen(undefined)} />
      )}
    </>
  )
}
