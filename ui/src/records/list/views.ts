import type { Entity, ViewDocument } from '../../api/types'

/** Stands for "no view" where every shared view leaves something out. */
export const ALL_RECORDS = '*'

/** The tabs above a list: the shared views, and all records where no view shows them. */
export function listViews(entity: Entity): ViewDocument[] {
  const views = [...entity.views].sort(
    (a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER),
  )
  const showsAll = views.some(({ filter }) => !filter)
  return showsAll ? views : [...views, { key: ALL_RECORDS, entity: entity.key }]
}

/** The view of the address, else the default one, else the first. */
export function chosenView(views: ViewDocument[], key: string | undefined): ViewDocument | undefined {
  return views.find((view) => view.key === key) ?? views.find((view) => view.default) ?? views[0]
}
