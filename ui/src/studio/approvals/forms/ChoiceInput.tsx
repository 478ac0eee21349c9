import { Select } from 'antd'
import { Control } from '../../controls/Control'
import { useApproval } from '../ApprovalContext'
import { useApprovalTexts } from '../approvalTexts'
import type { ChoiceName } from '../choices'

interface ChoiceInputProps {
  name: ChoiceName
  value: string | undefined
  /** What holds where nothing is said. */
  standard: string
  onChange: (value: string) => void
}

/** One of the values that the engine has for an attribute. */
export function ChoiceInput({ name, value, standard, onChange }: ChoiceInputProps) {
  const t = useApprovalTexts()
  const { choices } = useApproval()
  return (
    <Control names={[name]} label={t(`attribute.${name}`)}>
      {(aria) => (
        <Select
          {...aria}
          value={value ?? standard}
          options={choices.of(name).map((one) => ({
            value: one,
            label: t(`choice.${name}.${one}`, { defaultValue: one }),
          }))}
          onChange={onChange}
        />
      )}
    </Control>
  )
}
