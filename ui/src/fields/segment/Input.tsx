import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { segmentsQuery } from '../../api/segments'
import { sharedProps } from '../parts/inputProps'
import { isLabel, labelText, targetEntity } from '../parts/references'
import type { InputProps } from '../types'

/** One of the segments that the writer has; one that is named already stays to be seen. */
export function SegmentInput(props: InputProps) {
  const { field, entity, value, onChange } = props
  const { t } = useTranslation()
  const { data: segments = [], isPending } = useQuery(segmentsQuery(targetEntity(field, entity)))
  const offered = segments.map(({ id, name }) => ({ value: id, label: name }))
  const named = isLabel(value) ? value : null
  const isOffered = named === null || offered.some((option) => option.value === named.id)
  return (
    <Select<string | null>
      {...sharedProps(props)}
      placeholder={t('builder.choose_segment')}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      loading={isPending}
      value={named?.id ?? null}
      options={isOffered ? offered : [...offered, { value: named.id, label: labelText(named) }]}
      notFoundContent={t('segments.empty')}
      onChange={(id) => {
        const chosen = segments.find((segment) => segment.id === id)
        onChange(chosen ? { id: chosen.id, label: chosen.name } : null)
      }}
      style={{ width: '100%' }}
    />
  )
}
