import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

const WIRE = 'YYYY-MM-DD'
/** The first is shown; the others may be typed. */
const TYPED = [WIRE, 'YYYY/M/D', 'YYYY.M.D', 'YYYYMMDD']

export function DateInput(props: InputProps) {
  const { value, onChange } = props
  return (
    <DatePicker
      {...sharedProps(props)}
      format={TYPED}
      value={typeof value === 'string' && value ? dayjs(value.slice(0, WIRE.length)) : null}
      onChange={(date) => onChange(date ? date.format(WIRE) : null)}
      style={{ width: '100%' }}
    />
  )
}
