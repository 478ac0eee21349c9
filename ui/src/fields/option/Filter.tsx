import { useTranslation } from 'react-i18next'
import { literalList, literalText, textLiteral } from '../literal'
import { OptionSelect } from '../parts/OptionSelect'
import type { FilterProps } from '../types'

export function OptionFilter({ field, value, onChange }: FilterProps) {
  const { t } = useTranslation()
  return (
    <OptionSelect
      aria-label={t('filter.value')}
      field={field}
      isMultiple
      value={literalList(value).map(literalText)}
      onChange={(keys) => onChange(Array.isArray(keys) ? keys.map(textLiteral) : null)}
    />
  )
}
