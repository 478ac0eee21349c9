/** Writes that wait for a pause in what somebody types, so that a save can have them done first. */
const waiting = new Set<() => Promise<void>>()

/** ``settle`` writes at once; call the answer when there is nothing left to write. */
export function addPendingWrite(settle: () => Promise<void>): () => void {
  waiting.add(settle)
  return () => void waiting.delete(settle)
}

export const hasPendingWrites = () => waiting.size > 0

/** Everything that waits is written; also what was sent already is waited for. */
export async function settlePendingWrites(): Promise<void> {
  await Promise.all([...waiting].map((settle) => settle()))
}
