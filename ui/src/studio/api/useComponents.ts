import { useSuspenseQueries, useSuspenseQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { ComponentKind, Documents } from '../components'
import { componentQuery, componentsQuery, type Stored } from './metadata'

const orderOf = (document: object) => ('order' in document ? Number(document.order) : Infinity)

/**
 * Components of a kind with their documents, of one entity or of all, in the order in which they are tried.
 *
 * A new one joins when its document is there: nothing that is on the screen waits for it, so that a panel that is
 * open over the list stays open, and the focus where it was.
 */
export function useComponents<K extends ComponentKind>(kind: K, entity?: string): Stored<Documents[K]>[] {
  const { data: summaries } = useSuspenseQuery(componentsQuery(kind))
  const known = useDeferredValue(summaries)
  const wanted = known.filter((summary) => entity === undefined || summary.entity === entity)
  const found = useSuspenseQueries({ queries: wanted.map(({ key }) => componentQuery(kind, key)) })
  return found.map(({ data }) => data).sort((a, b) => orderOf(a.document) - orderOf(b.document))
}
