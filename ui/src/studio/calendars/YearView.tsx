import { Popover } from 'antd'
import { useMemo, useState } from 'react'
import type { Shift, SpecialDay } from '../../api/calendars'
import { LANGUAGE_TAGS } from '../../i18n'
import { useFormat, useLanguage } from '../../shared/format/useFormat'
import { useCalendarTexts } from './calendarTexts'
import { DayForm } from './DayForm'
import { daysInMonth, isoDay, stateOf, weekdayOf, withDay, type DayState } from './days'
import { useWeekdayNames } from './WeekHours'
import styles from './calendars.module.css'

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1)

interface YearViewProps {
  year: number
  hours: Shift[]
  days: SpecialDay[]
  onChange: (days: SpecialDay[]) => void
}

/** Twelve small months; a click on a day says how it is worked. */
export function YearView({ year, hours, days, onChange }: YearViewProps) {
  const language = useLanguage()
  const names = useWeekdayNames('narrow')
  const [open, setOpen] = useState<string | null>(null)
  const weekdays = useMemo(() => new Set(hours.map(({ weekday }) => weekday)), [hours])
  const special = useMemo(() => new Map(days.map((each) => [each.day, each])), [days])
  const monthName = new Intl.DateTimeFormat(LANGUAGE_TAGS[language], { month: 'long', timeZone: 'UTC' })
  return (
    <div className={styles['months']}>
      {MONTHS.map((month) => (
        <section key={month} className={styles['month']}>
          <h4 className={styles['monthName']}>{monthName.format(new Date(Date.UTC(year, month - 1, 1)))}</h4>
          <div className={styles['grid']}>
            {names.map((name, index) => (
              <span key={index} className={styles['gridHead']} aria-hidden>
                {name}
              </span>
            ))}
            {Array.from({ length: daysInMonth(year, month) }, (_, index) => index + 1).map((number) => {
              const day = isoDay(year, month, number)
              const weekday = weekdayOf(year, month, number)
              return (
                <DayCell
                  key={day}
                  day={day}
                  number={number}
                  column={number === 1 ? weekday : undefined}
                  special={special.get(day)}
                  state={stateOf(weekday, special.get(day), weekdays)}
                  isOpen={open === day}
                  onOpen={(isOpen) => setOpen(isOpen ? day : null)}
                  onChange={(next) => onChange(withDay(days, day, next))}
                />
              )
            })}
          </div>
        </section>
      ))}
    </div>
  )
}

interface DayCellProps {
  day: string
  number: number
  column: number | undefined
  special: SpecialDay | undefined
  state: DayState
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onChange: (next: SpecialDay | null) => void
}

function DayCell({ day, number, column, special, state, isOpen, onOpen, onChange }: DayCellProps) {
  const t = useCalendarTexts()
  const format = useFormat()
  const told = [format.date(day), t(state), special?.label].filter(Boolean).join(', ')
  const button = (
    <button
      type="button"
      className={styles['day']}
      data-state={state}
      data-day={day}
      style={column ? { gridColumnStart: column } : undefined}
      aria-label={told}
      title={special ? told : undefined}
      onClick={() => onOpen(!isOpen)}
    >
      {number}
    </button>
  )
  if (!isOpen) return button
  return (
    <Popover
      open
      trigger="click"
      onOpenChange={onOpen}
      title={format.date(day)}
      content={<DayForm day={day} special={special} onChange={onChange} onDone={() => onOpen(false)} />}
    >
      {button}
    </Popover>
  )
}
