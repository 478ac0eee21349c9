import { Select } from 'antd'
import type { Entity } from '../../../api/types'
import type { Requirement, ValidateParts } from '../../../rules/parts'
import { useLabel } from '../../../schema/labels'
import { ConditionInput } from '../../controls/ConditionInput'
import { Control } from '../../controls/Control'
import { LabelsInput } from '../../controls/LabelsInput'
import { useTexts } from '../../texts'
import { ClauseList } from './ClauseList'

interface ValidateFormProps {
  entity: Entity
  validation: ValidateParts
  onChange: (validation: ValidateParts) => void
}

const EMPTY: Requirement = { condition: '', message: null, fields: [] }

/** What must hold, what is said otherwise, and at which fields. */
export function ValidateForm({ entity, validation, onChange }: ValidateFormProps) {
  const t = useTexts()
  return (
    <ClauseList
      clauses={validation.requirements}
      label={t('rules.form.requirements')}
      addText={t('rules.form.add_requirement')}
      removeText={(number) => t('rules.form.remove_requirement', { number })}
      fresh={EMPTY}
      onChange={(requirements) => onChange({ ...validation, requirements })}
    >
      {(requirement, at, set) => (
        <RequirementControls entity={entity} requirement={requirement} at={at} set={set} />
      )}
    </ClauseList>
  )
}

interface RequirementProps {
  entity: Entity
  requirement: Requirement
  at: number
  set: (part: Partial<Requirement>) => void
}

function RequirementControls({ entity, requirement, at, set }: RequirementProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const place = (name: string) => [`requirements/${at}/${name}`]
  const fields = entity.fields.filter(({ system }) => !system)
  return (
    <>
      <Control names={place('condition')} label={t('rules.form.condition')} required isRule>
        {(aria) => (
          <ConditionInput
            aria={aria}
            entity={entity.key}
            value={requirement.condition}
            onChange={(condition) => set({ condition: condition ?? '' })}
          />
        )}
      </Control>
      <Control names={place('message')} label={t('rules.form.message')}>
        {(aria) => (
          <LabelsInput
            compact
            aria={aria}
            name={t('rules.form.message')}
            value={requirement.message ?? {}}
            onChange={(message) => set({ message })}
          />
        )}
      </Control>
      <Control names={place('fields')} label={t('rules.form.at')}>
        {(aria) => (
          <Select<string[]>
            {...aria}
            mode="multiple"
            value={requirement.fields}
            options={fields.map((field) => ({ value: field.key, label: labelOf(field) }))}
            onChange={(chosen) => set({ fields: chosen })}
          />
        )}
      </Control>
    </>
  )
}
