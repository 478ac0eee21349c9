import { Select } from 'antd'
import type { Field } from '../../api/types'
import { useOptions } from '../../schema/options'
import { OptionTag } from './OptionTag'
import styles from './cells.module.css'

const SEARCH_FROM = 8

interface OptionSelectProps {
  field: Field
  isMultiple: boolean
  value: string | string[] | null
  onChange: (value: string | string[] | null) => void
  [attribute: `aria-${string}`]: unknown
  id?: string
  disabled?: boolean
  autoFocus?: boolean
  status?: 'error' | 'warning'
}

export function OptionSelect({ field, isMultiple, value, onChange, ...attributes }: OptionSelectProps) {
  const options = useOptions(field)
  return (
    <Select<string | string[] | null>
      {...attributes}
      {...(isMultiple ? { mode: 'multiple' as const } : {})}
      value={value}
      allowClear={!field.required || isMultiple}
      showSearch={
        options.length >= SEARCH_FROM
          ? { optionFilterProp: 'title' }
          : isMultiple && { optionFilterProp: 'title' }
      }
      options={options.map(({ key, label }) => ({ value: key, title: label }))}
      optionRender={({ value: key }) => <OptionTag field={field} option={String(key)} />}
      labelRender={({ value: key }) => (
        <span className={styles['inSelect']}>
          <OptionTag field={field} option={String(key)} />
        </span>
      )}
      tagRender={({ value: key }) => (
        <span style={{ marginInlineEnd: 4, display: 'inline-flex', maxWidth: '100%' }}>
          <OptionTag field={field} option={String(key)} />
        </span>
      )}
      onChange={(chosen) => onChange(chosen ?? (isMultiple ? [] : null))}
      style={{ width: '100%' }}
    />
  )
}
