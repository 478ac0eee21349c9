import type { Currency, SchemaDocument } from '../api/types'
import type { Money } from '../api/values'
import { useSchema } from './useSchema'

const DEFAULT_DIGITS = 2

export function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value
}

export function findCurrency(schema: SchemaDocument, code: string): Currency {
  return schema.currencies.find((currency) => currency.code === code) ?? { code, digits: DEFAULT_DIGITS }
}

export function useCurrency(code: string): Currency {
  return findCurrency(useSchema(), code)
}
