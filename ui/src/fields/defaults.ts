import dayjs from 'dayjs'
import type { Field } from '../api/types'
import type { FieldValue, Label } from '../api/values'

interface DefaultContext {
  me: Label | undefined
  unit: Label | undefined
  currency: string
}

/** Defaults that are plain constants show at once in a new form; all others the server fills in when it saves. */
export function constantDefault(field: Field, context: DefaultContext): FieldValue {
  if (field.system)
    return field.key === 'owner' ? context.me : field.key === 'unit' ? context.unit : undefined
  const text = field.default?.trim()
  if (!text) return field.kind === 'boolean' && field.required ? false : undefined
  const { kind } = field
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined
  if (kind === 'user') return text === 'user' ? context.me : undefined
  if (kind === 'date') return dateDefault(text)
  if (kind === 'datetime') return text === 'now' ? dayjs().second(0).millisecond(0).format() : undefined
  return numberDefault(field, text, context) ?? textDefault(field, text)
}

function dateDefault(text: string): FieldValue {
  const [, days] = /^today(?: \+ (\d+) days?)?$/.exec(text) ?? []
  if (!text.startsWith('today') || (text !== 'today' && days === undefined)) return undefined
  return dayjs()
    .add(Number(days ?? 0), 'day')
    .format('YYYY-MM-DD')
}

function numberDefault(field: Field, text: string, { currency }: DefaultContext): FieldValue {
  const [, number, sign] = /^(-?\d+(?:\.\d+)?)(%?)$/.exec(text) ?? []
  if (number === undefined) return undefined
  if (field.kind === 'integer') return Number(number)
  if (field.kind === 'decimal') return number
  if (field.kind === 'percent') return sign ? number : undefined
  return field.kind === 'money' ? { amount: number, currency } : undefined
}

const PLAIN_TEXT_KINDS = ['text', 'long_text', 'option', 'email', 'phone', 'url']

function textDefault(field: Field, text: string): FieldValue {
  const quoted = /^"([^"\\]*)"$/.exec(text)?.[1] ?? /^'([^'\\]*)'$/.exec(text)?.[1]
  return PLAIN_TEXT_KINDS.includes(field.kind) ? quoted : undefined
}
