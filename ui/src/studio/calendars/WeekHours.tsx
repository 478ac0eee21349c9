import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, TimePicker, Tooltip } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useMemo } from 'react'
import type { Shift } from '../../api/calendars'
import { LANGUAGE_TAGS } from '../../i18n'
import { useLanguage } from '../../shared/format/useFormat'
import { IconButton } from '../../shared/IconButton'
import { useCalendarTexts } from './calendarTexts'
import { likeMonday, minutesOf, weeklyMinutes } from './days'
import styles from './calendars.module.css'

const WEEK = [1, 2, 3, 4, 5, 6, 7]
const MIDNIGHT = '24:00'
const NEW: Omit<Shift, 'weekday'> = { start: '09:00', end: '17:00' }
const DAY_MINUTES = 24 * 60

interface WeekHoursProps {
  hours: Shift[]
  onChange: (hours: Shift[]) => void
}

/** From when to when people work, weekday by weekday. */
export function WeekHours({ hours, onChange }: WeekHoursProps) {
  const t = useCalendarTexts()
  const names = useWeekdayNames('long')
  const replace = (old: Shift, next: Shift | null) =>
    onChange(hours.flatMap((shift) => (shift === old ? (next ? [next] : []) : [shift])))
  return (
    <>
      <p className={styles['quiet']}>{t('week_help')}</p>
      <ul className={styles['week']}>
        {WEEK.map((weekday) => {
          const shifts = hours.filter((shift) => shift.weekday === weekday)
          return (
            <li key={weekday} className={styles['weekday']}>
              <span className={styles['weekdayName']}>{names[weekday - 1]}</span>
              <Flex vertical gap={4} className={styles['shifts']}>
                {shifts.length === 0 && <span className={styles['quiet']}>{t('not_worked')}</span>}
                {shifts.map((shift, index) => (
                  <ShiftRow key={index} shift={shift} onChange={(next) => replace(shift, next)} />
                ))}
              </Flex>
              <Tooltip title={t('add_shift')}>
                <Button
                  size="small"
                  type="text"
                  icon={<PlusOutlined />}
                  aria-label={`${t('add_shift')}: ${names[weekday - 1]}`}
                  onClick={() => onChange([...hours, shiftAfter(weekday, shifts)])}
                />
              </Tooltip>
            </li>
          )
        })}
      </ul>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <span className={styles['quiet']}>
          {t('hours_in_week', { hours: Math.round(weeklyMinutes(hours) / 6) / 10 })}
        </span>
        <Button size="small" onClick={() => onChange(likeMonday(hours))}>
          {t('same_on_weekdays')}
        </Button>
      </Flex>
    </>
  )
}

function ShiftRow({ shift, onChange }: { shift: Shift; onChange: (next: Shift | null) => void }) {
  const t = useCalendarTexts()
  const change = (range: [Dayjs | null, Dayjs | null] | null) => {
    const [start, end] = range ?? []
    if (!start || !end) return
    const until = end.format('HH:mm')
    onChange({ ...shift, start: start.format('HH:mm'), end: until === '00:00' ? MIDNIGHT : until })
  }
  return (
    <Flex gap={4} align="center">
      <TimePicker.RangePicker
        size="small"
        format="HH:mm"
        minuteStep={5}
        needConfirm={false}
        order={false}
        allowClear={false}
        aria-label={`${t('from')} – ${t('until')}`}
        value={[clock(shift.start), clock(shift.end)]}
        onChange={change}
      />
      <IconButton
        size="small"
        type="text"
        icon={<CloseOutlined />}
        label={t('remove_shift')}
        onClick={() => onChange(null)}
      />
    </Flex>
  )
}

function clock(time: string): Dayjs {
  return dayjs()
    .startOf('day')
    .add(minutesOf(time) % DAY_MINUTES, 'minute')
}

/** An hour after the last one, so that nothing overlaps. */
function shiftAfter(weekday: number, shifts: Shift[]): Shift {
  const last = Math.max(0, ...shifts.map(({ end }) => minutesOf(end)))
  if (last === 0) return { weekday, ...NEW }
  const start = Math.min(last + 60, DAY_MINUTES - 60)
  return { weekday, start: time(start), end: time(Math.min(start + 240, DAY_MINUTES)) }
}

const time = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** From Monday. */
export function useWeekdayNames(width: 'long' | 'narrow'): string[] {
  const language = useLanguage()
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(LANGUAGE_TAGS[language], { weekday: width, timeZone: 'UTC' })
    return WEEK.map((day) => format.format(new Date(Date.UTC(2024, 0, day))))
  }, [language, width])
}
