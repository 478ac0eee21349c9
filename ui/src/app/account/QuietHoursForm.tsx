import { Select, TimePicker } from 'antd'
import dayjs from 'dayjs'
import type { QuietHours } from '../../api/channels'
import { LANGUAGE_TAGS } from '../../i18n'
import { useChannelTexts } from '../../inbox/channelTexts'
import { useLanguage } from '../../shared/format/useFormat'
import styles from './account.module.css'

const DAYS = [1, 2, 3, 4, 5, 6, 7]
const MOST_DAYS = 6
const A_MONDAY = Date.UTC(2024, 0, 1)

function clock(value: string | null) {
  return value ? dayjs(`2024-01-01T${value}`) : null
}

interface QuietHoursFormProps {
  value: QuietHours
  onChange: (change: Partial<QuietHours>) => void
}

export function QuietHoursForm({ value, onChange }: QuietHoursFormProps) {
  const t = useChannelTexts()
  const language = useLanguage()
  const dayName = new Intl.DateTimeFormat(LANGUAGE_TAGS[language], { weekday: 'long', timeZone: 'UTC' })
  const time = (name: 'starts' | 'ends' | 'digest_at', label: string) => (
    <TimePicker
      format="HH:mm"
      minuteStep={15}
      needConfirm={false}
      value={clock(value[name])}
      allowClear={name !== 'digest_at'}
      aria-label={label}
      onChange={(picked) => onChange({ [name]: picked ? picked.format('HH:mm') : null })}
    />
  )
  return (
    <div className={styles['rows']}>
      <div className={styles['buttons']}>
        <span>{t('quiet_from')}</span>
        {time('starts', t('quiet_from'))}
        <span>{t('quiet_to')}</span>
        {time('ends', t('quiet_to'))}
      </div>
      <label className={styles['field']}>
        <span>{t('quiet_days')}</span>
        <Select<number[]>
          mode="multiple"
          value={value.days}
          maxCount={MOST_DAYS}
          options={DAYS.map((day) => ({
            value: day,
            label: dayName.format(A_MONDAY + (day - 1) * 86_400_000),
          }))}
          onChange={(days) => onChange({ days })}
          aria-label={t('quiet_days')}
          style={{ minWidth: 220 }}
        />
      </label>
      <div className={styles['buttons']}>
        <span>{t('digest_at')}</span>
        {time('digest_at', t('digest_at'))}
      </div>
    </div>
  )
}
