import { Input, Select } from 'antd'
import { firstLiteral, literalList, literalText, textLiteral } from '../literal'
import type { FilterProps } from '../types'
import { useTranslation } from 'react-i18next'

export function TextFilter({ operator, value, onChange }: FilterProps) {
  const { t } = useTranslation()
  const label = t('filter.value')
  if (operator === 'in' || operator === 'not_in') {
    return (
      <Select
        mode="tags"
        aria-label={label}
        open={false}
        suffixIcon={null}
        value={literalList(value).map(literalText)}
        onChange={(texts: string[]) => onChange(texts.map(textLiteral))}
        style={{ width: '100%' }}
      />
    )
  }
  return (
    <Input
      aria-label={label}
      value={literalText(firstLiteral(value))}
      onChange={(event) => onChange(event.target.value ? textLiteral(event.target.value) : null)}
    />
  )
}
