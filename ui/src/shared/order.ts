const LAST = Number.MAX_SAFE_INTEGER

/** Metadata keeps lists as keyed maps with an order; on the screen they are lists: by order, then by key. */
export function orderedEntries<T extends { order?: number }>(
  map: Record<string, T> | undefined | null,
): [string, T][] {
  return Object.entries(map ?? {}).sort(
    ([keyA, a], [keyB, b]) => (a.order ?? LAST) - (b.order ?? LAST) || compareKeys(keyA, keyB),
  )
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
