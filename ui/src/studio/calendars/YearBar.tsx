import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Flex } from 'antd'
import type { Shift, SpecialDay } from '../../api/calendars'
import { IconButton } from '../../shared/IconButton'
import { useCalendarTexts } from './calendarTexts'
import { countWorked, daysOfYear, type DayState } from './days'
import styles from './calendars.module.css'

const LEGEND: DayState[] = ['worked', 'free', 'holiday', 'make_up']

interface YearBarProps {
  year: number
  hours: Shift[]
  days: SpecialDay[]
  onYear: (year: number) => void
  onDays: (days: SpecialDay[]) => void
  onPaste: () => void
}

/** Which year is shown, what its colours mean, and what can be done with all of it. */
export function YearBar({ year, hours, days, onYear, onDays, onPaste }: YearBarProps) {
  const t = useCalendarTexts()
  const hasDays = daysOfYear(days, year).length > 0
  return (
    <Flex vertical gap={8} className={styles['yearBar']}>
      <Flex gap={4} align="center" wrap>
        <IconButton
          type="text"
          icon={<LeftOutlined />}
          label={t('previous_year')}
          onClick={() => onYear(year - 1)}
        />
        <strong className={styles['yearName']}>{year}</strong>
        <IconButton
          type="text"
          icon={<RightOutlined />}
          label={t('next_year')}
          onClick={() => onYear(year + 1)}
        />
        <span className={styles['quiet']}>
          {t('working_days', { count: countWorked(hours, days, year) })}
        </span>
        <Flex gap={8} wrap style={{ marginInlineStart: 'auto' }}>
          {hasDays && (
            <Button
              size="small"
              type="text"
              onClick={() => onDays(days.filter(({ day }) => !day.startsWith(`${year}-`)))}
            >
              {t('clear_year', { year })}
            </Button>
          )}
          <Button size="small" onClick={onPaste}>
            {t('paste')}
          </Button>
        </Flex>
      </Flex>
      <ul className={styles['legend']}>
        {LEGEND.map((state) => (
          <li key={state}>
            <span className={styles['swatch']} data-state={state} aria-hidden /> {t(state)}
          </li>
        ))}
      </ul>
      <p className={styles['quiet']}>{t('year_help')}</p>
    </Flex>
  )
}
