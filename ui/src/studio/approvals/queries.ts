import { useSuspenseQueries, useSuspenseQuery } from '@tanstack/react-query'
import { componentQuery, componentsQuery, type Stored } from '../api/metadata'
import type { RuleDocument } from '../documents'
import type { WorkflowDocument } from './document'
import { tableName } from './tables'

const byOrder = (a: Stored<{ order?: number }>, b: Stored<{ order?: number }>) =>
  (a.document.order ?? Infinity) - (b.document.order ?? Infinity)

/** Approvals in the order in which they are tried, of one entity or of all. */
export function useWorkflows(entity?: string): Stored<WorkflowDocument>[] {
  const { data: summaries } = useSuspenseQuery(componentsQuery('workflow'))
  const wanted = summaries.filter((summary) => entity === undefined || summary.entity === entity)
  const found = useSuspenseQueries({ queries: wanted.map(({ key }) => componentQuery('workflow', key)) })
  return found.map(({ data }) => data).sort(byOrder)
}

/** The rules of an entity that are decision tables. */
export function useTables(entity: string): Stored<RuleDocument>[] {
  const { data: summaries } = useSuspenseQuery(componentsQuery('rule'))
  const own = summaries.filter((summary) => summary.entity === entity)
  const found = useSuspenseQueries({ queries: own.map(({ key }) => componentQuery('rule', key)) })
  return found.map(({ data }) => data).filter(({ document }) => tableName(document.text) !== null)
}
