import { InputNumber, Select, Space } from 'antd'
import { UNITS, type Span, type Unit } from '../../../../rules/parts'
import type { ControlAria } from '../../../controls/Control'
import { useReminderTexts } from '../../../reminders/reminderTexts'

interface SpanInputProps {
  value: Span
  onChange: (span: Span) => void
  aria?: ControlAria
  label?: string
  units?: readonly Unit[]
  least?: number
}

/** A number and its unit, such as 3 working days. */
export function SpanInput({ value, onChange, aria, label, units = UNITS, least = 1 }: SpanInputProps) {
  const t = useReminderTexts()
  return (
    <Space.Compact>
      <InputNumber
        {...aria}
        aria-label={label}
        min={least}
        max={1000}
        precision={0}
        value={value.amount}
        style={{ width: 72 }}
        onChange={(amount) => onChange({ ...value, amount: amount ?? least })}
      />
      <Select<Unit>
        aria-label={t('form.unit')}
        value={value.unit}
        popupMatchSelectWidth={false}
        style={{ minWidth: 116 }}
        options={units.map((unit) => ({ value: unit, label: t(`unit.${unit}`, { count: value.amount }) }))}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </Space.Compact>
  )
}
