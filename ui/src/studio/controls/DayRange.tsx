import { DatePicker } from 'antd'
import dayjs from 'dayjs'

interface DayRangeProps {
  label: string
  /** The first moment, and the first one that is too late. */
  since: string | undefined
  until: string | undefined
  onChange: (range: { since: string | null; until: string | null }) => void
}

/** Whole days, the last one included; either end may stay open. */
export function DayRange({ label, since, until, onChange }: DayRangeProps) {
  return (
    <div data-wide>
      <DatePicker.RangePicker
        aria-label={label}
        allowEmpty={[true, true]}
        value={[since ? dayjs(since) : null, until ? dayjs(until).subtract(1, 'day') : null]}
        onChange={(range) =>
          onChange({
            since: range?.[0]?.startOf('day').toISOString() ?? null,
            until: range?.[1]?.add(1, 'day').startOf('day').toISOString() ?? null,
          })
        }
      />
    </div>
  )
}
