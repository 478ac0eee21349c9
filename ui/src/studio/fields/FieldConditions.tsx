import { Collapse } from 'antd'
import type { Entity } from '../../api/types'
import { ConditionInput } from '../controls/ConditionInput'
import { Control } from '../controls/Control'
import type { FieldDocument } from '../documents'
import { useTexts } from '../texts'

export const CONDITIONS = ['visible_when', 'required_when', 'read_only_when'] as const

interface FieldConditionsProps {
  entity: Entity
  document: FieldDocument
  onChange: (change: Partial<FieldDocument>) => void
}

/** When the field is shown, needed or locked; the server holds to it in every way in. */
export function FieldConditions({ entity, document, onChange }: FieldConditionsProps) {
  const t = useTexts()
  const isUsed = CONDITIONS.some((name) => document[name])
  const controls = CONDITIONS.map((name) => (
    <Control
      key={name}
      names={[name]}
      label={t(`field.conditions.${name}`)}
      help={t(`field.conditions.${name}_help`)}
      isRule
    >
      {(aria) => (
        <ConditionInput
          aria={aria}
          entity={entity.key}
          value={document[name]}
          onChange={(text) => onChange({ [name]: text })}
        />
      )}
    </Control>
  ))
  return (
    <Collapse
      ghost
      size="small"
      style={{ marginInline: -12 }}
      defaultActiveKey={isUsed ? ['conditions'] : []}
      items={[{ key: 'conditions', label: t('field.conditions.title'), children: controls }]}
    />
  )
}
