/**
 * JSON merge documents (RFC 7396): an editor changes a whole draft, a save sends only what differs,
 * so that two people who change different attributes never get in each other's way.
 */

export type Path = readonly string[]

/** Where both sides changed the same attribute to different values. */
export interface Clash {
  path: Path
  theirs: unknown
  mine: unknown
}

type Tree = Readonly<Record<string, unknown>>

/** Documents have types of their own; here they are trees. */
const tree = (document: object) => document as Tree

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, position) => isSame(item, right[position]))
  }
  if (!isTree(left) || !isTree(right)) return false
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].every((key) => isSame(left[key], right[key]))
}

/** The merge document that turns `before` into `after`; null where they are equal. */
export function mergeDocument(before: object, after: object): Record<string, unknown> | null {
  return differenceOf(tree(before), tree(after))
}

function differenceOf(before: Tree, after: Tree): Record<string, unknown> | null {
  const merge: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, next] = [before[key], after[key]]
    if (isSame(old, next)) continue
    merge[key] = next === undefined ? null : isTree(old) && isTree(next) ? differenceOf(old, next) : next
  }
  return Object.keys(merge).length > 0 ? merge : null
}

/** `document` with a merge document applied; neither is changed. */
export function applyMerge(document: object, merge: object): Record<string, unknown> {
  const result: Record<string, unknown> = { ...document }
  for (const [key, value] of Object.entries(merge)) {
    if (value === null) delete result[key]
    else if (isTree(value)) result[key] = applyMerge(isTree(result[key]) ? result[key] : {}, value)
    else result[key] = value
  }
  return result
}

function leaves(merge: Tree, path: Path = []): [Path, unknown][] {
  return Object.entries(merge).flatMap(([key, value]): [Path, unknown][] =>
    isTree(value) && Object.keys(value).length > 0
      ? leaves(value, [...path, key])
      : [[[...path, key], value]],
  )
}

export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), document)
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.length <= path.length && outer.every((key, position) => path[position] === key)
}

/** Attributes that `mine` and `theirs` both changed from `base`, to different values. */
export function findClashes(base: object, theirs: object, mine: object): Clash[] {
  const foreign = leaves(mergeDocument(base, theirs) ?? {}).map(([path]) => path)
  return leaves(mergeDocument(base, mine) ?? {})
    .filter(([path]) => foreign.some((other) => isWithin(path, other) || isWithin(other, path)))
    .map(([path]) => ({ path, theirs: valueAt(theirs, path), mine: valueAt(mine, path) }))
    .filter(({ theirs: one, mine: other }) => !isSame(one, other))
}

function without(merge: Tree, path: Path): Record<string, unknown> {
  const [key, ...rest] = path
  if (key === undefined || !(key in merge)) return { ...merge }
  const { [key]: inner, ...others } = merge
  if (rest.length === 0 || !isTree(inner)) return others
  const kept = without(inner, rest)
  return Object.keys(kept).length > 0 ? { ...others, [key]: kept } : others
}

/** My edits on top of what is stored now; at the `yielded` paths theirs stays. */
export function rebase<T extends object>(base: T, theirs: T, mine: T, yielded: readonly Path[]): T {
  const merge = yielded.reduce<Tree>(without, mergeDocument(base, mine) ?? {})
  return applyMerge(theirs, merge) as T
}
