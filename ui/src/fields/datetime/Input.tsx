import dayjs from 'dayjs'
import { MOMENT_PATTERNS } from '../../shared/format/patterns'
import { useLanguage } from '../../shared/format/useFormat'
import { DayInput } from '../parts/DayInput'
import type { InputProps } from '../types'

export function DateTimeInput(props: InputProps) {
  return (
    <DayInput
      {...props}
      formats={[MOMENT_PATTERNS[useLanguage()], 'YYYY-MM-DD HH:mm', 'YYYY/M/D H:mm']}
      showTime={{ format: 'HH:mm' }}
      read={dayjs}
      write={(moment) => moment.format()}
    />
  )
}
