import { Select } from 'antd'
import { useLabel } from '../../../schema/labels'
import { Control } from '../../controls/Control'
import { FieldGrid } from '../../controls/FieldGrid'
import { SwitchRow } from '../../controls/SwitchRow'
import { useApproval } from '../ApprovalContext'
import { useApprovalTexts } from '../approvalTexts'
import { ChoiceInput } from './ChoiceInput'
import { EffectsInput } from './EffectsInput'
import { LabelControl, WhenControl } from './HeadForm'

/** What holds for the approval as a whole. */
export function WorkflowForm() {
  const t = useApprovalTexts()
  const { workflow, setWorkflow: set } = useApproval()
  const { lock, after_approval: after } = workflow
  return (
    <>
      <LabelControl value={workflow.label} onChange={(label) => set({ label })} />
      <LabelControl
        name="description"
        value={workflow.description}
        onChange={(description) => set({ description })}
      />
      <SwitchRow
        label={t('attribute.active')}
        help={t('workflow.active_help')}
        checked={workflow.active !== false}
        onChange={(active) => set({ active })}
      />
      <WhenControl value={workflow.when} help={t('workflow.when_help')} onChange={(when) => set({ when })} />
      <FieldGrid min={220}>
        <ChoiceInput name="lock" standard="record" value={lock} onChange={(next) => set({ lock: next })} />
        <ChoiceInput
          name="after_approval"
          standard="free"
          value={after}
          onChange={(next) => set({ after_approval: next })}
        />
        <ChoiceInput
          name="recall"
          standard="any_time"
          value={workflow.recall}
          onChange={(recall) => set({ recall })}
        />
      </FieldGrid>
      {lock === 'fields' && (
        <FieldsInput
          name="locked_fields"
          value={workflow.locked_fields}
          onChange={(fields) => set({ locked_fields: fields })}
        />
      )}
      {after === 'locked' && (
        <FieldsInput
          name="free_fields"
          value={workflow.free_fields}
          onChange={(fields) => set({ free_fields: fields })}
        />
      )}
      <EffectsInput value={workflow.effects} onChange={(effects) => set({ effects })} />
    </>
  )
}

interface FieldsInputProps {
  name: 'locked_fields' | 'free_fields'
  value: string[] | undefined
  onChange: (fields: string[] | undefined) => void
}

function FieldsInput({ name, value, onChange }: FieldsInputProps) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const { entity } = useApproval()
  return (
    <Control names={[name]} label={t(`attribute.${name}`)}>
      {(aria) => (
        <Select<string[]>
          {...aria}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          value={value ?? []}
          options={entity.fields
            .filter(({ system }) => !system)
            .map((field) => ({ value: field.key, label: labelOf(field) }))}
          onChange={(fields) => onChange(fields.length > 0 ? fields : undefined)}
        />
      )}
    </Control>
  )
}
