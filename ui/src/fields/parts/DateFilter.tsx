import { DatePicker, Select, Space } from 'antd'
import type { TFunction } from 'i18next'
import dayjs, { type Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'
import { literalList, type Literal } from '../literal'
import type { FilterProps } from '../types'
import { FilterRange } from './FilterRange'
import { replaceAt } from './NumberFilter'
import { periodLabel } from './periods'
import { PeriodFilter } from './PeriodFilter'

interface DateFilterProps extends FilterProps {
  type: 'date' | 'datetime'
}

const OFFSETS = ['', ' - 7 days', ' - 30 days', ' - 90 days', ' - 1 year', ' + 7 days', ' + 30 days'] as const
const FIXED = 'fixed'

export function DateFilter({ type, operator, value, onChange }: DateFilterProps) {
  const { t } = useTranslation()
  const literals = literalList(value)
  const part = (position: 0 | 1, label: string) => (
    <DatePart
      type={type}
      label={label}
      literal={literals[position]}
      onChange={(literal) => onChange(replaceAt(literals, position, literal))}
    />
  )
  if (operator === 'in_period' || operator === 'not_in_period')
    return <PeriodFilter literal={literals[0]} onChange={onChange} />
  if (operator !== 'between') return part(0, t('filter.value'))
  return <FilterRange from={part(0, t('filter.from'))} to={part(1, t('filter.to'))} />
}

interface DatePartProps {
  type: 'date' | 'datetime'
  label: string
  literal: Literal | undefined
  onChange: (literal: Literal | undefined) => void
}

function DatePart({ type, label, literal, onChange }: DatePartProps) {
  const { t } = useTranslation()
  const anchor = type === 'date' ? 'today' : 'now'
  const relative = literal?.type === 'relative' ? literal.text : undefined
  const known = OFFSETS.map((offset) => anchor + offset)
  const options = [
    { value: FIXED, label: t('filter.fixed_date') },
    ...[...new Set([...known, ...(relative ? [relative] : [])])].map((text) => ({
      value: text,
      label: relativeLabel(text, t),
    })),
  ]
  return (
    <Space.Compact block>
      <Select
        aria-label={label}
        value={relative ?? FIXED}
        options={options}
        popupMatchSelectWidth={false}
        onChange={(text) => onChange(text === FIXED ? undefined : { type: 'relative', text })}
        style={{ flex: 1, minWidth: 0 }}
      />
      {!relative && (
        <DatePicker
          aria-label={label}
          showTime={type === 'datetime'}
          value={literal && 'text' in literal ? dayjs(literal.text) : null}
          onChange={(date) => onChange(date ? fixedLiteral(type, date) : undefined)}
          style={{ flex: 1.2, minWidth: 0 }}
        />
      )}
    </Space.Compact>
  )
}

function fixedLiteral(type: 'date' | 'datetime', date: Dayjs): Literal {
  return type === 'date' ? { type, text: date.format('YYYY-MM-DD') } : { type, text: date.format() }
}

/** "today - 7 days" in words; what the builder does not offer is shown as it was written. */
export function relativeLabel(text: string, t: TFunction): string {
  const period = text === 'today' ? undefined : periodLabel(text, t)
  if (period) return period
  const [, anchor, sign, count, unit] =
    /^(today|now)(?: ([+-]) (\d+) (day|week|month|year)s?)?$/.exec(text) ?? []
  if (!anchor) return text === 'user' ? t('filter.me') : text
  if (!sign) return t(`filter.${anchor}`)
  return t(`filter.${unit}_${sign === '-' ? 'ago' : 'ahead'}`, { count: Number(count) })
}
