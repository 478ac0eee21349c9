import dayjs from 'dayjs'
import { DAY_PATTERNS } from '../../shared/format/patterns'
import { useLanguage } from '../../shared/format/useFormat'
import { DayInput } from '../parts/DayInput'
import type { InputProps } from '../types'

const WIRE = 'YYYY-MM-DD'

export function DateInput(props: InputProps) {
  return (
    <DayInput
      {...props}
      formats={[DAY_PATTERNS[useLanguage()], WIRE, 'YYYY/M/D', 'YYYY.M.D', 'YYYYMMDD']}
      read={(value) => dayjs(value.slice(0, WIRE.length))}
      write={(day) => day.format(WIRE)}
    />
  )
}
