import { useTranslation } from 'react-i18next'
import { findCurrency, isMoney } from '../../schema/currency'
import { useSchema } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import { Blank } from '../parts/Blank'
import { NumberLine } from '../parts/NumberLine'
import type { CellProps } from '../types'

/** The title adds what the row has no room for: the amount in 万/亿 and in the base currency. */
export function MoneyCell({ value, inline }: CellProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const schema = useSchema()
  if (!isMoney(value) || value.amount == null) return <Blank inline={inline} />

  const { amount, base, currency } = value
  const inBase = base != null && currency !== schema.base_currency
  const baseText = inBase
    ? format.money(base, schema.base_currency, findCurrency(schema, schema.base_currency).digits)
    : null
  const hints = [
    format.compact(amount, currency),
    baseText && t('field.in_base_currency', { amount: baseText }),
  ]
  return (
    <NumberLine
      text={format.money(amount, currency, findCurrency(schema, currency).digits)}
      title={hints.filter(Boolean).join('\n') || undefined}
    />
  )
}
