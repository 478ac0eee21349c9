import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client'
import { schemaQuery } from '../../api/queries'
import type { Change, ComponentKind, Documents } from '../components'
import type { ComponentDetail, ComponentSummary, Plan, Retired, Version } from './types'

/** Everything below this key is read again after a change went live. */
export const METADATA = 'metadata'

const PAGE_OF_VERSIONS = 100

export interface Stored<T> {
  document: T
  /** A version that is certainly not newer than the document, as the base of an edit. */
  version: number
}

export function componentQuery<K extends ComponentKind>(kind: K, key: string) {
  return queryOptions({
    queryKey: [METADATA, 'component', kind, key],
    queryFn: async ({ signal, client }): Promise<Stored<Documents[K]>> => {
      const schema = await client.ensureQueryData(schemaQuery)
      const path = `/metadata/components/${kind}/${encodeURIComponent(key)}`
      const { document } = await api.get<ComponentDetail<K>>(path, { signal })
      return { document, version: Number(schema.version) }
    },
  })
}

export function componentsQuery(kind: ComponentKind) {
  return queryOptions({
    queryKey: [METADATA, 'components', kind],
    queryFn: ({ signal }) =>
      api.get<{ items: ComponentSummary[] }>('/metadata/components', { query: { kind }, signal }),
    select: ({ items }) => items,
  })
}

/** As much of JSON Schema as documents are described with. */
export interface JsonSchema {
  enum?: string[]
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema | boolean
  $ref?: string
  $defs?: Record<string, JsonSchema>
}

/** What a kind of document may hold. */
export function documentSchemaQuery(kind: ComponentKind) {
  return queryOptions({
    queryKey: [METADATA, 'document_schema', kind],
    queryFn: ({ signal }) => api.get<JsonSchema>(`/metadata/schemas/${kind}`, { signal }),
    staleTime: Infinity,
  })
}

export const versionsQuery = queryOptions({
  queryKey: [METADATA, 'versions'],
  queryFn: ({ signal }) =>
    api.get<{ items: Version[] }>('/metadata/versions', { query: { limit: PAGE_OF_VERSIONS }, signal }),
  select: ({ items }) => items,
})

/** With a base version: refused with 409 where others changed the same attributes since. */
export const planChanges = (changes: Change[], base?: number) =>
  api.post<Plan>('/metadata/plan', { changes, ...(base === undefined ? {} : { base_version: base }) })

export interface Application {
  changes: Change[]
  message: string
  base_version?: number
  confirm_destructive?: boolean
}
export interface Applied {
  version: number
  jobs?: string[]
}
export const applyChanges = (application: Application) => api.post<Applied>('/metadata/apply', application)

/** What going back to a version would do. */
export const planRollback = (version: number) => api.get<Plan>(`/metadata/versions/${version}/plan`)

export const rollBack = (version: number, isConfirmed: boolean) =>
  api.post<Applied>(
    `/metadata/versions/${version}/rollback`,
    isConfirmed ? { confirm_destructive: true } : {},
  )

/** What is hidden but still stored, and what a purge of it would lose. */
export const retiredQuery = queryOptions({
  queryKey: [METADATA, 'retired'],
  queryFn: ({ signal }) => api.get<Retired>('/metadata/retired', { signal }),
  staleTime: 0,
})

export const purge = (items: string[]) =>
  api.post<Retired>('/metadata/retired/purge', { items, confirm: true })
