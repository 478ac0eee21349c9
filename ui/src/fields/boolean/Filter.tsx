import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { firstLiteral } from '../literal'
import type { FilterProps } from '../types'

export function BooleanFilter({ value, onChange }: FilterProps) {
  const { t } = useTranslation()
  const literal = firstLiteral(value)
  return (
    <Select
      aria-label={t('filter.value')}
      value={literal?.type === 'boolean' ? String(literal.value) : null}
      options={[
        { value: 'true', label: t('field.yes') },
        { value: 'false', label: t('field.no') },
      ]}
      onChange={(chosen: string) => onChange({ type: 'boolean', value: chosen === 'true' })}
      style={{ width: '100%' }}
    />
  )
}
