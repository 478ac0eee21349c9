import { InputNumber } from 'antd'
import { Control } from '../../controls/Control'

interface NumberControlProps {
  name: string
  label: string
  help?: string
  value: number | string | null | undefined
  onChange: (value: number | undefined) => void
  placeholder?: string
  min?: number
  max?: number
  /** Whole numbers only. */
  isWhole?: boolean
}

export function NumberControl({
  name,
  label,
  help,
  value,
  onChange,
  placeholder,
  min,
  max,
  isWhole,
}: NumberControlProps) {
  return (
    <Control names={[name]} label={label} help={help}>
      {(aria) => (
        <InputNumber
          {...aria}
          style={{ width: '100%' }}
          value={value == null ? null : Number(value)}
          placeholder={placeholder ?? ''}
          {...(min === undefined ? {} : { min })}
          {...(max === undefined ? {} : { max })}
          {...(isWhole ? { precision: 0 } : {})}
          onChange={(next) => onChange(next ?? undefined)}
        />
      )}
    </Control>
  )
}
