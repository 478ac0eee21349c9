import type { FieldKind } from '../api/types'

const FOLLOWING: ReadonlySet<FieldKind> = new Set(['formula', 'rollup', 'lookup', 'score'])

/** Whether values of the kind follow from a rule; they are shown and compared like what it results in. */
export function isRuled({ kind }: { kind: FieldKind }): boolean {
  return FOLLOWING.has(kind)
}
