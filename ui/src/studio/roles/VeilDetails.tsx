import { MoreOutlined } from '@ant-design/icons'
import { Badge, Flex, InputNumber, Popover } from 'antd'
import { useId } from 'react'
import type { Entity } from '../../api/types'
import { useAccessTexts } from '../../records/access/accessTexts'
import { ConditionInput } from '../controls/ConditionInput'
import { nameId } from '../controls/Control'
import type { MaskDocument, VeilDocument } from '../documents'
import { IconButton } from '../../shared/IconButton'

const MOST_SHOWN = 20

interface VeilDetailsProps {
  entity: Entity
  name: string
  veil: VeilDocument
  onChange: (part: VeilDocument) => void
}

/** How much a mask shows, and in which records a field is kept back at all. */
export function VeilDetails({ entity, name, veil, onChange }: VeilDetailsProps) {
  const t = useAccessTexts()
  return (
    <Popover
      trigger="click"
      title={t('roles.veil')}
      content={<Details entity={entity} name={name} veil={veil} onChange={onChange} />}
    >
      <Badge dot={Boolean(veil.when ?? veil.mask)}>
        <IconButton type="text" size="small" icon={<MoreOutlined />} label={`${t('roles.veil')}: ${name}`} />
      </Badge>
    </Popover>
  )
}

function Details({ entity, veil, onChange }: VeilDetailsProps) {
  const t = useAccessTexts()
  const id = useId()
  const setMask = (part: MaskDocument) => {
    const { start, end } = { ...veil.mask, ...part }
    const mask = {
      ...(typeof start === 'number' ? { start } : {}),
      ...(typeof end === 'number' ? { end } : {}),
    }
    onChange({ mask: Object.keys(mask).length ? mask : undefined })
  }
  return (
    <Flex vertical gap={8} style={{ width: 'min(420px, calc(100vw - 48px))' }}>
      {veil.see === 'mask' && (
        <Flex gap={12} wrap>
          {(['start', 'end'] as const).map((side) => (
            <label key={side}>
              {t(`roles.mask_${side}`)}{' '}
              <InputNumber
                size="small"
                min={0}
                max={MOST_SHOWN}
                precision={0}
                placeholder={t('roles.mask_usual')}
                value={veil.mask?.[side] ?? null}
                onChange={(count) => setMask({ [side]: count })}
              />
            </label>
          ))}
        </Flex>
      )}
      <label htmlFor={id} id={nameId(id)}>
        {t('roles.veil_when')}
      </label>
      <ConditionInput
        entity={entity.key}
        value={veil.when}
        onChange={(when) => onChange({ when })}
        aria={{ id, 'aria-describedby': undefined, 'aria-invalid': false }}
      />
    </Flex>
  )
}
