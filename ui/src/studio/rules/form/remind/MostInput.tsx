import { InputNumber } from 'antd'
import { useReminderTexts } from '../../../reminders/reminderTexts'

interface MostInputProps {
  /** null: without end. */
  value: number | null
  max: number
  onChange: (most: number | null) => void
}

/** How often something happens at most. */
export function MostInput({ value, max, onChange }: MostInputProps) {
  const t = useReminderTexts()
  return (
    <InputNumber
      aria-label={t('form.most')}
      min={1}
      max={max}
      precision={0}
      value={value}
      placeholder="∞"
      prefix={t('form.at_most')}
      suffix={t('form.times')}
      style={{ width: 170 }}
      onChange={onChange}
    />
  )
}
