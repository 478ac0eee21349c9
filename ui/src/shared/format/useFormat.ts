import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { isLanguage, type Language } from '../../i18n'
import { formatAgo, formatDate, formatDateTime } from './dates'
import {
  formatCompact,
  formatDecimal,
  formatInteger,
  formatMoney,
  formatNumber,
  formatPercent,
  type DecimalText,
} from './numbers'
import { formatBytes } from './sizes'

export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return isLanguage(i18n.language) ? i18n.language : 'en'
}

const BETWEEN: Record<Language, string> = { en: ', ', 'zh-hans': '、' }

/** All formats in the language of the screen. */
export function useFormat() {
  const language = useLanguage()
  return useMemo(
    () => ({
      number: (value: DecimalText, scale?: number) => formatNumber(value, language, scale),
      decimal: (value: DecimalText, scale?: number) => formatDecimal(value, language, scale),
      integer: (value: DecimalText) => formatInteger(value, language),
      percent: (value: DecimalText) => formatPercent(value, language),
      money: (amount: DecimalText, currency: string, digits?: number) =>
        formatMoney(amount, currency, language, digits),
      compact: (value: DecimalText, currency?: string) => formatCompact(value, language, currency),
      date: (text: string) => formatDate(text, language),
      dateTime: (text: string) => formatDateTime(text, language),
      ago: (text: string) => formatAgo(text, language),
      list: (items: readonly string[]) => items.join(BETWEEN[language]),
      bytes: (bytes: number) => formatBytes(bytes, language),
    }),
    [language],
  )
}
