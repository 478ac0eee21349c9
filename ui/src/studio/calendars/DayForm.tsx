import { Flex, Input, Radio } from 'antd'
import type { SpecialDay } from '../../api/calendars'
import { useCalendarTexts } from './calendarTexts'

interface DayFormProps {
  day: string
  special: SpecialDay | undefined
  onChange: (next: SpecialDay | null) => void
  onDone: () => void
}

/** How one day is worked, and what it is called. */
export function DayForm({ day, special, onChange, onDone }: DayFormProps) {
  const t = useCalendarTexts()
  const kind = special ? (special.is_worked ? 'make_up' : 'holiday') : 'usual'
  const choose = (next: string) =>
    onChange(next === 'usual' ? null : { day, label: special?.label ?? '', is_worked: next === 'make_up' })
  return (
    <Flex vertical gap={8}>
      <Radio.Group
        value={kind}
        onChange={({ target }) => choose(String(target.value))}
        options={['usual', 'holiday', 'make_up'].map((value) => ({ value, label: t(value) }))}
        optionType="button"
        size="small"
      />
      {special && (
        <Input
          size="small"
          autoFocus
          maxLength={120}
          aria-label={t('label')}
          placeholder={t('label_example')}
          value={special.label}
          onChange={({ target }) => onChange({ ...special, label: target.value })}
          onPressEnter={onDone}
        />
      )}
    </Flex>
  )
}
