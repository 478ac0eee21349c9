import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

export function DateTimeInput(props: InputProps) {
  const { value, onChange } = props
  return (
    <DatePicker
      {...sharedProps(props)}
      showTime={{ format: 'HH:mm' }}
      format={['YYYY-MM-DD HH:mm', 'YYYY/M/D H:mm']}
      value={typeof value === 'string' && value ? dayjs(value) : null}
      onChange={(date) => onChange(date ? date.format() : null)}
      style={{ width: '100%' }}
    />
  )
}
