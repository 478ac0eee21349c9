import { DatePicker, type DatePickerProps } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { FocusEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { sharedProps } from './inputProps'
import type { InputProps } from '../types'

interface DayInputProps extends InputProps {
  /** The first is shown; the others may be typed. */
  formats: [string, ...string[]]
  showTime?: DatePickerProps['showTime']
  read: (value: string) => Dayjs
  write: (day: Dayjs) => string
}

/** A day, or a moment of it, picked or typed; what is neither stays where it was typed, and says so. */
export function DayInput({ formats, showTime = false, read, write, ...props }: DayInputProps) {
  const { value, onChange, onInvalid } = props
  const { t } = useTranslation()

  const leave = (event: FocusEvent<HTMLElement>) => {
    const text = event.target instanceof HTMLInputElement ? event.target.value.trim() : ''
    const isDay = text === '' || formats.some((format) => dayjs(text, format, true).isValid())
    const example = dayjs().endOf('year').format(formats[0])
    onInvalid?.(isDay ? null : t('field.date_invalid', { text, example }))
  }

  return (
    <DatePicker
      {...sharedProps(props)}
      showTime={showTime}
      format={formats}
      preserveInvalidOnBlur={onInvalid !== undefined}
      value={typeof value === 'string' && value ? read(value) : null}
      onChange={(day) => {
        onInvalid?.(null)
        onChange(day ? write(day) : null)
      }}
      onBlur={leave}
      style={{ width: '100%' }}
    />
  )
}
