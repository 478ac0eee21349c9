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

/** The view of the address, else the default one, else the first. "All" may go by another name. */
export function chosenView(views: ViewDocument[], key: string | undefined): ViewDocument | undefined {
  const asked = views.find((view) => view.key === key)
  const complete = key === ALL_RECORDS ? views.find(({ filter }) => !filter) : undefined
  return asked ?? complete ?? views.find((view) => view.default) ?? views[0]
}
