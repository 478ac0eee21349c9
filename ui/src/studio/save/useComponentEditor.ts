import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { schemaQuery } from '../../api/queries'
import { componentQuery } from '../api/metadata'
import { putChanges } from '../changes/documents'
import type { ComponentKind, Documents } from '../components'
import { useEditor, type Editor } from './useEditor'

/** Reads a component as it is stored now, past every cache. */
export function useFreshComponent() {
  const client = useQueryClient()
  return async <K extends ComponentKind>(kind: K, key: string) => {
    await client.fetchQuery({ ...schemaQuery, staleTime: 0 })
    return client.fetchQuery({ ...componentQuery(kind, key), staleTime: 0 })
  }
}

/** The editor of one whole component: an entity's settings, a form, a list, a menu. */
export function useComponentEditor<K extends ComponentKind>(
  kind: K,
  key: string,
  messageOf: (document: Documents[K]) => string,
): Editor<Documents[K]> {
  const { data: stored } = useSuspenseQuery(componentQuery(kind, key))
  const readFresh = useFreshComponent()
  return useEditor<Documents[K]>({
    stored,
    readStored: () => readFresh(kind, key),
    changesOf: (before, after) => putChanges(kind, before, after),
    messageOf,
  })
}
