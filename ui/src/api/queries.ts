import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { Me, SchemaDocument } from './types'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/auth/me', { signal }),
  staleTime: Infinity,
  retry: false,
})

/** The browser's HTTP cache holds the strong ETag, so that an unchanged schema costs a 304. */
export const schemaQuery = queryOptions({
  queryKey: ['schema'],
  queryFn: ({ signal }) => api.get<SchemaDocument>('/schema', { signal }),
  staleTime: Infinity,
})
