import { Select } from 'antd'
import { useMemo } from 'react'
import { asText } from '../parts/asText'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

const NAMES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')]

/** A time zone by its name; the present one stays even where the browser does not know it. */
export function TimeZoneSelect(props: InputProps) {
  const value = asText(props.value)
  const options = useMemo(
    () => [...new Set([...(value ? [value] : []), ...NAMES])].map((name) => ({ value: name, label: name })),
    [value],
  )
  return (
    <Select<string>
      {...sharedProps(props)}
      showSearch
      allowClear={!props.field.required}
      value={value || null}
      options={options}
      onChange={(name: string | undefined) => props.onChange(name ?? null)}
      style={{ width: '100%' }}
    />
  )
}
