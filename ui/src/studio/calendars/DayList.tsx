import { CloseOutlined } from '@ant-design/icons'
import { Input, Tag } from 'antd'
import type { SpecialDay } from '../../api/calendars'
import { useFormat } from '../../shared/format/useFormat'
import { IconButton } from '../../shared/IconButton'
import { useCalendarTexts } from './calendarTexts'
import { daysOfYear, withDay } from './days'
import styles from './calendars.module.css'

interface DayListProps {
  year: number
  days: SpecialDay[]
  onChange: (days: SpecialDay[]) => void
}

/** The special days of a year in words. */
export function DayList({ year, days, onChange }: DayListProps) {
  const t = useCalendarTexts()
  const format = useFormat()
  const shown = daysOfYear(days, year)
  if (shown.length === 0) return <p className={styles['quiet']}>{t('no_days', { year })}</p>
  return (
    <ul className={styles['days']}>
      {shown.map((each) => (
        <li key={each.day} className={styles['dayRow']}>
          <span className={styles['dayName']}>{format.date(each.day)}</span>
          <Tag color={each.is_worked ? 'blue' : 'red'}>{t(each.is_worked ? 'make_up' : 'holiday')}</Tag>
          <Input
            size="small"
            variant="borderless"
            maxLength={120}
            aria-label={`${t('label')}: ${format.date(each.day)}`}
            placeholder={t('label_example')}
            value={each.label}
            onChange={({ target }) => onChange(withDay(days, each.day, { ...each, label: target.value }))}
          />
          <IconButton
            size="small"
            type="text"
            icon={<CloseOutlined />}
            label={t('remove_day', { day: format.date(each.day) })}
            onClick={() => onChange(withDay(days, each.day, null))}
          />
        </li>
      ))}
    </ul>
  )
}
