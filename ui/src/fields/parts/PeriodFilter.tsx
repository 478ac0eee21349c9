import { InputNumber, Select, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Literal } from '../literal'
import { CALENDAR_UNITS, periodLabel, readPeriod, SLIDING_UNITS, writePeriod } from './periods'

interface PeriodFilterProps {
  literal: Literal | undefined
  onChange: (literal: Literal) => void
}

const SINGLE = ['today', 'yesterday', 'tomorrow'] as const
const CALENDAR = CALENDAR_UNITS.filter((unit) => unit !== 'day').flatMap((unit) =>
  (['this', 'last', 'next'] as const).map((relation) => `${relation} ${unit}`),
)
const USUAL_COUNT = 30

/** A stretch of days relative to today: one of the calendar, or so many days, weeks … before or after. */
export function PeriodFilter({ literal, onChange }: PeriodFilterProps) {
  const { t } = useTranslation()
  const text = literal && 'text' in literal ? literal.text : ''
  const period = readPeriod(text)
  const isSliding = period?.count !== undefined
  const sliding = (['last', 'next'] as const).flatMap((relation) =>
    SLIDING_UNITS.map((unit) => ({
      value: `${relation} … ${unit}`,
      label: t(`builder.${relation}_n`, { unit: t(`builder.${unit}s`) }),
    })),
  )
  const options = [
    ...[...SINGLE, ...CALENDAR].map((value) => ({ value, label: periodLabel(value, t) ?? value })),
    ...sliding,
  ]
  const choose = (value: string) => {
    const next = readPeriod(value.replace('…', String(period?.count ?? USUAL_COUNT)))
    if (next) onChange({ type: 'relative', text: writePeriod(next) })
  }
  return (
    <Space.Compact block>
      <Select
        aria-label={t('builder.period')}
        showSearch={{ optionFilterProp: 'label' }}
        value={isSliding ? `${period.relation} … ${period.unit}` : text || null}
        options={options}
        popupMatchSelectWidth={false}
        onChange={(value: string | null) => value && choose(value)}
        style={{ flex: 1.6, minWidth: 0 }}
      />
      {isSliding && (
        <InputNumber<number>
          aria-label={t('builder.count')}
          min={1}
          max={1000}
          precision={0}
          value={period.count ?? null}
          onChange={(count) =>
            count && onChange({ type: 'relative', text: writePeriod({ ...period, count }) })
          }
          style={{ flex: 1, minWidth: 64 }}
        />
      )}
    </Space.Compact>
  )
}
