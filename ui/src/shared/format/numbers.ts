import { LANGUAGE_TAGS, type Language } from '../../i18n'

/** A decimal as the server writes it: never a binary float on its way to the screen. */
export type DecimalText = string | number

const formatters = new Map<string, Intl.NumberFormat>()

function formatter(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options)
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(LANGUAGE_TAGS[language], options)
  formatters.set(key, made)
  return made
}

/** `Intl` reads decimal texts exactly; what is no number is shown as it is. */
function format(value: DecimalText, language: Language, options: Intl.NumberFormatOptions): string {
  if (!isDecimal(value)) return String(value)
  return formatter(language, options).format(value as Intl.StringNumericLiteral)
}

export function isDecimal(value: unknown): value is DecimalText {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim())
}

export function formatNumber(value: DecimalText, language: Language, scale?: number): string {
  const digits = scale ?? fractionDigits(value)
  return format(value, language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: Math.max(digits, 0),
  })
}

const ALIGNED_DIGITS = 2

/** Up to two decimals stand in line; of more, only those that say something are shown. */
export function formatDecimal(value: DecimalText, language: Language, scale = fractionDigits(value)): string {
  if (scale <= ALIGNED_DIGITS) return formatNumber(value, language, scale)
  return format(value, language, { maximumFractionDigits: scale })
}

export function formatInteger(value: DecimalText, language: Language): string {
  return format(value, language, { maximumFractionDigits: 0 })
}

/** A year and the like: every digit that counts, and nothing between them. */
export function formatUngrouped(value: DecimalText): string {
  return String(value)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}

/** `"10.00"` is ten percent; trailing zeros after the point say nothing on a screen. */
export function formatPercent(value: DecimalText, language: Language): string {
  return `${format(value, language, { maximumFractionDigits: 6 })}%`
}

export function formatMoney(
  amount: DecimalText,
  currency: string,
  language: Language,
  digits?: number,
): string {
  const fraction =
    digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
  if (!/^[A-Z]{3}$/.test(currency)) return `${formatNumber(amount, language, digits)} ${currency}`.trim()
  return format(amount, language, { style: 'currency', currency, ...fraction })
}

const COMPACT_FROM = 10_000

/** 12,345,678 as "1,234.6万" or "12.3M"; undefined where the full number is short enough. */
export function formatCompact(value: DecimalText, language: Language, currency?: string): string | undefined {
  if (!isDecimal(value) || Math.abs(Number(value)) < COMPACT_FROM) return undefined
  const isCurrency = currency && /^[A-Z]{3}$/.test(currency)
  const style: Intl.NumberFormatOptions = isCurrency ? { style: 'currency', currency } : {}
  return format(value, language, { notation: 'compact', maximumFractionDigits: 2, ...style })
}

function fractionDigits(value: DecimalText): number {
  return Math.min(/\.(\d+)/.exec(String(value))?.[1]?.length ?? 0, 20)
}

const FULL_WIDTH = /[０-９．，－＋％]/g
const AROUND = /\s|\p{Sc}|元$|%$|^[A-Z]{3}(?=[^A-Z])|(?<=[^A-Z])[A-Z]{3}$/gu
const NUMBER = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?([万亿]?)$/
const ZEROS_OF: Record<string, number> = { 万: 4, 亿: 8 }

/**
 * What people type or paste into a number field, as plain decimal text: full-width digits, groups, currency signs, 万
 * and 亿. Blank is `''`, so is the mere beginning of a number; null is what is none, and nothing of it is guessed.
 */
export function readNumber(typed: string): string | null {
  const narrow = typed.replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
  const parts = NUMBER.exec(narrow.replace(AROUND, ''))
  if (!parts) return null
  const [, sign = '', grouped = '', fraction = '', unit = ''] = parts
  if (grouped === '' && fraction === '') return unit === '' ? '' : null
  const zeros = ZEROS_OF[unit] ?? 0
  const decimals = fraction.padEnd(zeros, '0')
  const whole = `${grouped.replaceAll(',', '')}${decimals.slice(0, zeros)}`.replace(/^0+(?=\d)/, '') || '0'
  return `${sign === '-' ? '-' : ''}${whole}${decimals.length > zeros ? `.${decimals.slice(zeros)}` : ''}`
}

/** Groups of three in a number that is still being typed; keeps everything else as it is. */
export function groupDigits(typed: string): string {
  const [whole = '', ...rest] = typed.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return [grouped, ...rest].join('.')
}
