/** Keyed maps with an order: read as a list, changed as a map, with as few orders touched as possible. */
import { orderedEntries } from '../../shared/order'
import type { Keyed, Ordered } from '../documents'

const STEP = 10

export function keysInOrder(map: Keyed<Ordered> | undefined): string[] {
  return orderedEntries(map).map(([key]) => key)
}

export function nextOrder(map: Keyed<Ordered> | undefined): number {
  return Math.max(0, ...Object.values(map ?? {}).map((entry) => entry.order ?? 0)) + STEP
}

/** An order between two neighbours; null where there is no room. A neighbour of null is the end of the list. */
function orderBetween(previous: Ordered | null, next: Ordered | null): number | null {
  const [low, high] = [previous?.order, next?.order]
  if ((previous && low === undefined) || (next && high === undefined)) return null
  if (low === undefined) return high === undefined ? STEP : high - STEP
  if (high === undefined) return low + STEP
  const middle = Math.round((low + high) / 2)
  return middle > low && middle < high ? middle : null
}

function renumbered<T extends Ordered>(entries: [string, T][]): Keyed<T> {
  return Object.fromEntries(
    entries.map(([key, entry], index) => [key, { ...entry, order: (index + 1) * STEP }]),
  )
}

/** `map` with `entry` under `key` at `index` of the list without it; others keep their order if there is room. */
export function placeAt<T extends Ordered>(
  map: Keyed<T> | undefined,
  key: string,
  entry: T,
  index: number,
): Keyed<T> {
  const others = orderedEntries(map).filter(([other]) => other !== key)
  const position = Math.min(Math.max(index, 0), others.length)
  const order = orderBetween(others[position - 1]?.[1] ?? null, others[position]?.[1] ?? null)
  if (order !== null) return { ...map, [key]: { ...entry, order } }
  return renumbered([...others.slice(0, position), [key, entry], ...others.slice(position)])
}

/** Moves an entry to `index`; unknown keys and moves to where it stands change nothing. */
export function moveTo<T extends Ordered>(map: Keyed<T>, key: string, index: number): Keyed<T> {
  const entry = map[key]
  if (entry === undefined || keysInOrder(map)[index] === key) return map
  return placeAt(map, key, entry, index)
}

export function moveBy<T extends Ordered>(map: Keyed<T>, key: string, distance: number): Keyed<T> {
  const target = keysInOrder(map).indexOf(key) + distance
  return target < 0 || target >= Object.keys(map).length ? map : moveTo(map, key, target)
}

export function omit<T>(map: Keyed<T> | undefined, key: string): Keyed<T> {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([other]) => other !== key))
}
