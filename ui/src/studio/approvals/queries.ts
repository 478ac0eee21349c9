import type { Stored } from '../api/metadata'
import { useComponents } from '../api/useComponents'
import type { RuleDocument } from '../documents'
import { tableName } from './tables'

/** The rules of an entity that are decision tables. */
export function useTables(entity: string): Stored<RuleDocument>[] {
  return useComponents('rule', entity).filter(({ document }) => tableName(document.text) !== null)
}
