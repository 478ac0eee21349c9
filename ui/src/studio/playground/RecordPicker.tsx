import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { listOptions } from '../../api/records'
import { OptionText } from '../../fields/parts/OptionText'
import { detailOf } from '../../fields/parts/references'
import { useDebounced } from '../../shared/useDebounced'
import { useTexts } from '../texts'

interface RecordPickerProps {
  entity: string
  value: string | null
  onChange: (id: string | null) => void
  label?: string
  placeholder?: string
}

export function RecordPicker({ entity, value, onChange, label, placeholder }: RecordPickerProps) {
  const t = useTexts()
  const [typed, setTyped] = useState('')
  const q = useDebounced(typed)
  const { data: found = [], isFetching } = useQuery({
    queryKey: ['options', entity, q],
    queryFn: ({ signal }) => listOptions(entity, { q }, signal),
  })
  return (
    <Select<string>
      allowClear
      aria-label={label ?? t('playground.record')}
      placeholder={placeholder ?? t('playground.choose_record')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      value={value}
      options={found.map((option) => ({ value: option.id, label: option.label, detail: detailOf(option) }))}
      optionRender={({ data }) => <OptionText option={data} />}
      onChange={(id) => onChange(id ?? null)}
    />
  )
}
