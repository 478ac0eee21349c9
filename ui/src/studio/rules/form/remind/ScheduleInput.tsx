import { Flex, InputNumber, Select, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { WEEKDAYS, type Schedule, type Span, type Weekday } from '../../../../rules/parts'
import { useReminderTexts } from '../../../reminders/reminderTexts'
import { SpanInput } from './SpanInput'

type Way = 'span' | 'weekdays' | 'month_day'

const CLOCK = 'HH:mm'

export const DAILY: Schedule = {
  amount: 1,
  unit: 'working day',
  weekdays: [],
  month_day: null,
  clock: '09:00',
}

function timeOf(clock: string) {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return dayjs().hour(hour).minute(minute).startOf('minute')
}

function wayOf(schedule: Schedule): Way {
  if (schedule.weekdays.length > 0) return 'weekdays'
  return schedule.month_day === null ? 'span' : 'month_day'
}

const STARTS: Record<Way, Partial<Schedule>> = {
  span: { amount: 1, unit: 'day', weekdays: [], month_day: null },
  weekdays: { amount: null, unit: null, weekdays: ['monday'], month_day: null },
  month_day: { amount: null, unit: null, weekdays: [], month_day: 1 },
}

interface ScheduleInputProps {
  value: Schedule
  onChange: (schedule: Schedule) => void
}

/** How often: every so long, on days of the week, or on a day of the month; at a time of day. */
export function ScheduleInput({ value, onChange }: ScheduleInputProps) {
  const t = useReminderTexts()
  const way = wayOf(value)
  const set = (part: Partial<Schedule>) => onChange({ ...value, ...part })
  const span: Span = { amount: value.amount ?? 1, unit: value.unit ?? 'day' }
  return (
    <Flex gap={8} wrap align="center">
      <Select<Way>
        aria-label={t('form.how_often')}
        value={way}
        popupMatchSelectWidth={false}
        options={(['span', 'weekdays', 'month_day'] as const).map((key) => ({
          value: key,
          label: t(`way.${key}`),
        }))}
        onChange={(next) => set(STARTS[next])}
      />
      {way === 'span' && <SpanInput value={span} label={t('form.every')} onChange={set} />}
      {way === 'weekdays' && (
        <Select<Weekday[]>
          mode="multiple"
          aria-label={t('way.weekdays')}
          value={value.weekdays}
          style={{ minWidth: 180 }}
          options={WEEKDAYS.map((day) => ({ value: day, label: t(`day.${day}`) }))}
          onChange={(weekdays) => weekdays.length > 0 && set({ weekdays })}
        />
      )}
      {way === 'month_day' && (
        <InputNumber
          aria-label={t('way.month_day')}
          min={1}
          max={31}
          precision={0}
          value={value.month_day}
          onChange={(month_day) => set({ month_day: month_day ?? 1 })}
        />
      )}
      <TimePicker
        aria-label={t('form.clock')}
        format={CLOCK}
        needConfirm={false}
        placeholder={t('form.any_time')}
        style={{ width: 116 }}
        value={value.clock ? timeOf(value.clock) : null}
        onChange={(moment) => set({ clock: moment ? moment.format(CLOCK) : null })}
      />
    </Flex>
  )
}
