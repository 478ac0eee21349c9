import { Select, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { findCurrency, isMoney } from '../../schema/currency'
import { useSchema } from '../../schema/useSchema'
import { NumberInput } from '../parts/NumberInput'
import type { InputProps } from '../types'

export function MoneyInput(props: InputProps) {
  const { t } = useTranslation()
  const schema = useSchema()
  const { value, onChange, disabled } = props
  const amount = isMoney(value) ? value.amount : null
  const currency = isMoney(value) ? value.currency : schema.base_currency
  const codes = [...new Set([schema.base_currency, currency, ...schema.currencies.map(({ code }) => code)])]

  return (
    <Space.Compact block>
      <Select
        value={currency}
        disabled={disabled || codes.length < 2}
        aria-label={t('field.currency')}
        showSearch
        popupMatchSelectWidth={false}
        options={codes.map((code) => ({ value: code, label: code }))}
        onChange={(code: string) => onChange({ amount, currency: code })}
        style={{ width: 88, flex: 'none' }}
      />
      <NumberInput
        {...props}
        value={amount}
        scale={findCurrency(schema, currency).digits}
        onChange={(next) => onChange(next === null ? null : { amount: next, currency })}
      />
    </Space.Compact>
  )
}

/** The base amount is the server's to compute; no amount is no money. */
export function moneyToWrite(value: unknown): unknown {
  if (!isMoney(value)) return value
  return value.amount == null || value.amount === ''
    ? null
    : { amount: value.amount, currency: value.currency }
}
