import { MoreOutlined } from '@ant-design/icons'
import { Flex, Popover, Select } from 'antd'
import type { Entity } from '../../api/types'
import { useId } from 'react'
import { useAccessTexts } from '../../records/access/accessTexts'
import { useLabel } from '../../schema/labels'
import { ConditionInput } from '../controls/ConditionInput'
import { nameId } from '../controls/Control'
import type { GrantDocument, RightDocument } from '../documents'
import { IconButton } from '../../shared/IconButton'
import { rightOf, SCOPES, scopeOf, withScope, withWays, type Action } from './rights'
import { useRightText } from './useRightText'

interface RightCellProps {
  /** None for all entities that are not named. */
  entity: Entity | undefined
  name: string
  action: Action
  grant: GrantDocument
  onChange: (right: RightDocument) => void
}

/** How far one right reaches, and further ways in a bubble. */
export function RightCell({ entity, name, action, grant, onChange }: RightCellProps) {
  const t = useAccessTexts()
  const textOf = useRightText()
  const { right, isSaid } = rightOf(grant, action)
  const scope = scopeOf(right)
  const label = (value: string) => (value === scope ? textOf(entity, right) : t(`roles.scope.${value}`))
  return (
    <Flex gap={2} align="center">
      <Select
        size="small"
        style={{ minWidth: 116, ...(isSaid ? {} : { opacity: 0.65 }) }}
        value={scope}
        options={SCOPES.map((value) => ({ value, label: label(value) }))}
        onChange={(value) => onChange(withScope(right, value))}
        aria-label={name}
        popupMatchSelectWidth={false}
      />
      {entity && (
        <Popover
          trigger="click"
          title={t('roles.advanced')}
          content={<Ways entity={entity} right={right} onChange={onChange} />}
        >
          <IconButton
            type="text"
            size="small"
            icon={<MoreOutlined />}
            label={`${t('roles.advanced')}: ${name}`}
          />
        </Popover>
      )}
    </Flex>
  )
}

function Ways({
  entity,
  right,
  onChange,
}: {
  entity: Entity
  right: RightDocument
  onChange: (right: RightDocument) => void
}) {
  const t = useAccessTexts()
  const labelOf = useLabel()
  const ruleId = useId()
  const ways = typeof right === 'object' ? right : {}
  const links = entity.fields.filter(({ kind }) => kind === 'reference' || kind === 'parent')
  return (
    <Flex vertical gap={8} style={{ width: 'min(420px, calc(100vw - 48px))' }}>
      <label htmlFor={ruleId} id={nameId(ruleId)}>
        {t('roles.rule')}
      </label>
      <ConditionInput
        entity={entity.key}
        value={ways.rule}
        onChange={(rule) => onChange(withWays(right, { ...ways, rule }))}
        aria={{ id: ruleId, 'aria-describedby': undefined, 'aria-invalid': false }}
      />
      <span>{t('roles.from')}</span>
      <Select
        mode="multiple"
        value={ways.from ?? []}
        options={links.map((field) => ({ value: field.key, label: labelOf(field) }))}
        onChange={(from) => onChange(withWays(right, { ...ways, from }))}
        aria-label={t('roles.from')}
      />
    </Flex>
  )
}
