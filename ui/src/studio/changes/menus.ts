/** Change sets over several menus. */
import type { Change } from '../components'
import type { Keyed, Ordered } from '../documents'
import { moveTo } from './order'

/** One put for each menu whose place changes when `key` goes to `index`. */
export function movedMenuChanges(
  menus: readonly (Ordered & { key: string })[],
  key: string,
  index: number,
): Change[] {
  const before: Keyed<Ordered> = Object.fromEntries(menus.map((menu) => [menu.key, { order: menu.order }]))
  const after = moveTo(before, key, index)
  return Object.entries(after)
    .filter(([name, { order }]) => before[name]?.order !== order)
    .map(([name, { order }]) => ({ op: 'put', kind: 'menu', key: name, document: { order } }))
}
