/** What a screen reader hears of a drag: things and places by their names, places of a list by their number. */
import type { Active, Announcements, Over } from '@dnd-kit/core'
import type { DragTexts } from './dragTexts'

/** What each thing and each place of a `DragArea` carries. */
export interface Named {
  name: string
}

interface Sorted {
  sortable?: { containerId: string | number; index: number; items: readonly unknown[] }
}

type Thing = Active | Over
const dataOf = (thing: Thing) => thing.data.current as (Named & Sorted) | undefined
const nameOf = (thing: Thing) => dataOf(thing)?.name ?? ''

/** Where in a list: `{ place: 3, count: 7 }`. */
function positionOf(thing: Thing) {
  const list = dataOf(thing)?.sortable
  return list && { place: list.index + 1, count: list.items.length }
}

/** Within one list a thing takes the place of the one that it is over. */
function isWithinOneList(active: Active, over: Over): boolean {
  const list = dataOf(active)?.sortable?.containerId
  return list !== undefined && list === dataOf(over)?.sortable?.containerId
}

export function announcementsIn(t: DragTexts): Announcements {
  let hasMoved = false
  const where = (active: Active, over: Over, at: 'at' | 'put_at', on: 'over' | 'put_on') => {
    const name = nameOf(active)
    const position = isWithinOneList(active, over) ? positionOf(over) : undefined
    return position ? t(at, { name, ...position }) : t(on, { name, target: nameOf(over) })
  }
  return {
    onDragStart({ active }) {
      hasMoved = false
      const [name, position] = [nameOf(active), positionOf(active)]
      return position ? t('picked_up_at', { name, ...position }) : t('picked_up', { name })
    },
    onDragOver({ active, over }) {
      if (!over) return hasMoved ? t('over_nothing', { name: nameOf(active) }) : undefined
      // It is over itself as soon as it is picked up, which has been said.
      if (!hasMoved && over.id === active.id) return undefined
      hasMoved = true
      return where(active, over, 'at', 'over')
    },
    onDragEnd: ({ active, over }) =>
      over ? where(active, over, 'put_at', 'put_on') : t('put_nowhere', { name: nameOf(active) }),
    onDragCancel: ({ active }) => t('cancelled', { name: nameOf(active) }),
  }
}
