import dayjs from 'dayjs'
import { LANGUAGE_TAGS, type Language } from '../../i18n'

const DATE: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' }
const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false }

const formatters = new Map<string, Intl.DateTimeFormat>()

function format(date: Date, language: Language, options: Intl.DateTimeFormatOptions, key: string): string {
  const name = language + key
  const made = formatters.get(name) ?? new Intl.DateTimeFormat(LANGUAGE_TAGS[language], options)
  formatters.set(name, made)
  return made.format(date)
}

/** A calendar date has no time zone: "2026-01-31" is that day everywhere. */
export function formatDate(text: string, language: Language): string {
  const date = dayjs(text.slice(0, 10))
  return date.isValid() ? format(date.toDate(), language, DATE, 'date') : text
}

/** A moment, in the time zone of the reader. */
export function formatDateTime(text: string, language: Language): string {
  const date = dayjs(text)
  return date.isValid() ? format(date.toDate(), language, { ...DATE, ...TIME }, 'datetime') : text
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
]
const RELATIVE_DAYS = 7

/** "3 hours ago" within a week, the date after that. */
export function formatAgo(text: string, language: Language, now: Date = new Date()): string {
  const seconds = (new Date(text).getTime() - now.getTime()) / 1000
  if (Number.isNaN(seconds)) return text
  if (Math.abs(seconds) > RELATIVE_DAYS * 86_400)
    return formatDate(dayjs(text).format('YYYY-MM-DD'), language)
  const [unit, size] = STEPS.findLast(([, length]) => Math.abs(seconds) >= length) ?? STEPS[0]!
  return new Intl.RelativeTimeFormat(LANGUAGE_TAGS[language], { numeric: 'auto' }).format(
    Math.trunc(seconds / size),
    unit,
  )
}
