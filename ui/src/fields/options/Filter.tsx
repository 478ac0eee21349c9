import { useTranslation } from 'react-i18next'
import { firstLiteral, literalText, textLiteral } from '../literal'
import { OptionSelect } from '../parts/OptionSelect'
import type { FilterProps } from '../types'

/** The set contains one option. */
export function OptionsFilter({ field, value, onChange }: FilterProps) {
  const { t } = useTranslation()
  return (
    <OptionSelect
      aria-label={t('filter.value')}
      field={field}
      isMultiple={false}
      value={literalText(firstLiteral(value)) || null}
      onChange={(key) => onChange(typeof key === 'string' ? textLiteral(key) : null)}
    />
  )
}
