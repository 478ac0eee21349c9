import type { ViewParts } from '../../api/viewDocuments'
import { bothOf } from '../filter/text'
import { frozenPaths } from '../list/columns'
import { writeSort } from '../list/urlState'
import type { ListData } from '../list/useListData'

/** Whether the list is arranged otherwise than its view says. */
export function isChanged({ state, view, choice, filter }: ListData): boolean {
  const savedFilter = view?.saved ? (view.filter ?? '') : ''
  return (
    filter !== savedFilter ||
    (state.sort.length > 0 && writeSort(state.sort) !== (view?.sort ?? '')) ||
    (state.group !== undefined && state.group !== (view?.group_by ?? '')) ||
    Object.keys(choice).length > 0
  )
}

/** The list as it is arranged now, for a view that keeps it. */
export function arrangement({
  entity,
  state,
  view,
  choice,
  filter,
  columns,
  sort,
  groupPath,
}: ListData): ViewParts {
  const frozen = new Set(frozenPaths(entity, view, choice))
  return {
    type:
      state.shape === 'tree' || state.shape === 'list'
        ? state.shape
        : view?.type === 'tree'
          ? 'tree'
          : 'list',
    columns: Object.fromEntries(
      columns.map(({ path, width, isTitle }, position) => [
        path,
        { order: (position + 1) * 10, width, ...(frozen.has(path) && !isTitle ? { frozen: true } : {}) },
      ]),
    ),
    filter: (view?.saved ? filter : bothOf(view?.filter, filter)) || null,
    sort: writeSort(sort) || null,
    group_by: groupPath || null,
    totals: choice.totals ?? view?.totals ?? null,
  }
}
