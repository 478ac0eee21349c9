import { ConditionInput } from '../../controls/ConditionInput'
import { Control } from '../../controls/Control'
import { LabelsInput } from '../../controls/LabelsInput'
import type { Labels } from '../../documents'
import { useApproval } from '../ApprovalContext'
import { useApprovalTexts } from '../approvalTexts'

interface LabelControlProps {
  value: Labels | undefined
  onChange: (label: Labels) => void
  name?: 'label' | 'description'
}

export function LabelControl({ value, onChange, name = 'label' }: LabelControlProps) {
  const t = useApprovalTexts()
  return (
    <Control names={[name]} label={t(`attribute.${name}`)}>
      {(aria) => (
        <LabelsInput
          compact
          multiline={name === 'description'}
          aria={aria}
          name={t(`attribute.${name}`)}
          value={value}
          onChange={onChange}
        />
      )}
    </Control>
  )
}

interface WhenControlProps {
  value: string | undefined
  onChange: (when: string | undefined) => void
  help: string
}

/** A condition, drawn from clauses or written. */
export function WhenControl({ value, onChange, help }: WhenControlProps) {
  const t = useApprovalTexts()
  const { entity } = useApproval()
  return (
    <Control names={['when']} label={t('attribute.when')} help={help} isRule>
      {(aria) => <ConditionInput aria={aria} entity={entity.key} value={value} onChange={onChange} />}
    </Control>
  )
}
