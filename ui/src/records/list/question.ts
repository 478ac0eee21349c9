import type { Entity } from '../../api/types'
import type { ViewDocument } from '../../api/viewDocuments'
import type { ListRequest } from '../../api/records'
import type { Column } from './columns'
import { writeSort, type ListState } from './urlState'
import { ALL_RECORDS } from './views'

/** Which records a list is about, as the server is asked: the view, what narrows it, and the columns. */
export type Question = Pick<ListRequest, 'view' | 'filter' | 'q' | 'sort' | 'fields' | 'deleted' | 'can'>

/** The filter of a view of one's own is sent as it stands on the screen, so that changes to it show at once. */
export function listQuestion(
  entity: Entity,
  view: ViewDocument | undefined,
  state: ListState,
  columns: Column[],
): Question {
  const isStandard = view !== undefined && view.key !== ALL_RECORDS && !view.saved
  const ownSort = view?.saved ? (view.sort ?? '') : ''
  return {
    view: isStandard && !state.isBin ? view.key : undefined,
    filter: state.filter || undefined,
    q: state.q || undefined,
    sort: writeSort(state.sort) || ownSort || undefined,
    fields: fieldPaths(entity, columns).join(','),
    deleted: state.isBin || undefined,
    can: (entity.can.edit && !state.isBin) || undefined,
  }
}

function fieldPaths(entity: Entity, columns: Column[]): string[] {
  const title = entity.title_field ? [entity.title_field] : []
  return [...new Set([...title, ...columns.map(({ path }) => path)])]
}
