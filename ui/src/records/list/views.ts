import { asView, type ViewChoice } from '../../api/views'
import type { SavedView } from '../../api/viewDocuments'
import type { Entity } from '../../api/types'
import type { ViewDocument } from '../../api/viewDocuments'

/** Stands for "no view" where every shared view leaves something out. */
export const ALL_RECORDS = '*'

/** The standard views, all records where no view shows them, and those of one's own or shared by others. */
export function listViews(entity: Entity, saved: SavedView[] = []): ViewDocument[] {
  const views = [...entity.views].sort(
    (a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER),
  )
  const showsAll = views.some(({ filter }) => !filter)
  const standard = showsAll ? views : [...views, { key: ALL_RECORDS, entity: entity.key }]
  return [...standard, ...saved.map(asView)]
}

/** The view of the address, else the person's first one, else the default, else the first. "All" may go by another name. */
export function chosenView(
  views: ViewDocument[],
  key: string | undefined,
  choice?: ViewChoice,
): ViewDocument | undefined {
  const asked = views.find((view) => view.key === key)
  const complete = key === ALL_RECORDS ? views.find(({ filter, saved }) => !filter && !saved) : undefined
  const own = key === undefined ? views.find((view) => view.key === choice?.default) : undefined
  return asked ?? complete ?? own ?? views.find((view) => view.default) ?? views[0]
}

/** The tabs above the list: what is pinned first, then the standard views and one's own; others' stand in the menu. */
export function tabViews(
  views: ViewDocument[],
  present: ViewDocument | undefined,
  choice?: ViewChoice,
): ViewDocument[] {
  const pinned = (choice?.pinned ?? []).flatMap((key) => views.find((view) => view.key === key) ?? [])
  const others = views.filter(
    (view) => !pinned.includes(view) && (!view.saved || view.saved.is_own || view === present),
  )
  return [...pinned, ...others]
}
