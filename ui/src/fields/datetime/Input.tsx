import dayjs from 'dayjs'
import { DayInput } from '../parts/DayInput'
import type { InputProps } from '../types'

export function DateTimeInput(props: InputProps) {
  return (
    <DayInput
      {...props}
      formats={['YYYY-MM-DD HH:mm', 'YYYY/M/D H:mm']}
      showTime={{ format: 'HH:mm' }}
      read={dayjs}
      write={(moment) => moment.format()}
    />
  )
}
