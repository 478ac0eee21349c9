import { CalendarOutlined } from '@ant-design/icons'
import { Select } from 'antd'
import { useLabel, usePluralLabel } from '../schema/labels'
import { useCalendarPageTexts } from './calendarTexts'
import type { Source } from './sources'
import { REMINDERS } from './useReminderEvents'

interface SourcePickerProps {
  mine: Source[]
  others: Source[]
  value: string[]
  onChange: (keys: string[]) => void
}

/** Which calendars are shown: those that are set up, and any entity by a date of its own. */
export function SourcePicker({ mine, others, value, onChange }: SourcePickerProps) {
  const t = useCalendarPageTexts()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const option = (source: Source) => ({
    value: source.key,
    label: source.view ? labelOf(source.view) : `${pluralOf(source.entity)} · ${labelOf(source.starts)}`,
  })
  return (
    <Select<string[]>
      mode="multiple"
      value={value}
      onChange={onChange}
      maxTagCount="responsive"
      suffixIcon={<CalendarOutlined />}
      aria-label={t('shown')}
      placeholder={t('choose')}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: '100%' }}
      options={[
        {
          label: t('mine'),
          title: t('mine'),
          options: [...mine.map(option), { value: REMINDERS, label: t('reminders') }],
        },
        { label: t('others'), title: t('others'), options: others.map(option) },
      ]}
    />
  )
}
