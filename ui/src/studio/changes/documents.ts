/** The smallest change that stores an edited document. */
import type { Change, ComponentKind, Documents } from '../components'
import { mergeDocument } from './merge'

/** A put of what differs, or nothing; without `before` the whole document is new. */
export function putChanges<K extends ComponentKind>(
  kind: K,
  before: Documents[K] | null,
  after: Documents[K],
): Change[] {
  const document = before ? mergeDocument(before, after) : after
  return document ? [{ op: 'put', kind, key: before?.key ?? after.key, document }] : []
}
