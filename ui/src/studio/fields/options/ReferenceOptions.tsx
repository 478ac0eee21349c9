import { Radio, Select } from 'antd'
import { useLabel } from '../../../schema/labels'
import { useSchema } from '../../../schema/useSchema'
import { ConditionInput } from '../../controls/ConditionInput'
import { Control } from '../../controls/Control'
import type { OnDelete } from '../../documents'
import { useTexts } from '../../texts'
import type { OptionsProps } from './types'

const CONSEQUENCES: OnDelete[] = ['restrict', 'clear', 'cascade']

export function ReferenceOptions(props: OptionsProps) {
  const { document } = props
  return (
    <>
      <TargetControl {...props} />
      {document.target && document.kind === 'reference' && <OnDeleteOptions {...props} />}
      {document.target && document.kind === 'reference' && <FilterControl {...props} />}
    </>
  )
}

export function TargetControl({ document, onChange, isStored }: OptionsProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const { entities } = useSchema()
  const targets = entities
    .filter(({ line_of }) => !line_of)
    .map((entity) => ({ value: entity.key, label: labelOf(entity) }))
  return (
    <Control names={['target']} label={t('option.target')} help={t('option.target_help')} required>
      {(aria) => (
        <Select
          {...aria}
          showSearch={{ optionFilterProp: 'label' }}
          disabled={isStored}
          value={document.target ?? null}
          placeholder={t('option.choose_entity')}
          options={targets}
          onChange={(target) => onChange({ target })}
        />
      )}
    </Control>
  )
}

/** What becomes of this record when the other one is deleted. */
export function OnDeleteOptions({ document, onChange }: OptionsProps) {
  const t = useTexts()
  const choices = document.kind === 'user' ? CONSEQUENCES.slice(0, 2) : CONSEQUENCES
  const standard: OnDelete = document.kind === 'user' ? 'clear' : 'restrict'
  return (
    <Control
      names={['on_delete']}
      label={t(`option.on_delete.${document.kind === 'user' ? 'of_user' : 'of_record'}`)}
    >
      {(aria) => (
        <Radio.Group
          {...aria}
          style={{ display: 'flex', flexDirection: 'column', gap: 6 }}
          value={document.on_delete ?? standard}
          options={choices.map((value) => ({ value, label: t(`option.on_delete.${value}`) }))}
          onChange={({ target }) => onChange({ on_delete: target.value as OnDelete })}
        />
      )}
    </Control>
  )
}

function FilterControl({ document, onChange }: OptionsProps) {
  const t = useTexts()
  return (
    <Control names={['filter']} label={t('option.filter')} help={t('option.filter_help')} isRule>
      {(aria) => (
        <ConditionInput
          aria={aria}
          entity={document.target ?? ''}
          value={document.filter}
          placeholder='status = "active"'
          onChange={(filter) => onChange({ filter })}
        />
      )}
    </Control>
  )
}
