import { useMemo } from 'react'
import { useTreeRows } from '../tree/useTreeRows'
import type { Entity } from '../../api/types'
import { useKinds } from '../../fields/kinds'
import { useSchema } from '../../schema/useSchema'
import { listColumns } from './columns'
import { readSort } from './urlState'
import { useColumnChoice } from './useColumnChoice'
import { useListState } from './useListState'
import { useRecordList } from './useRecordList'
import { chosenView, listViews } from './views'

/** Everything that a list screen draws, whatever it draws it as. */
export function useListData(entity: Entity) {
  const schema = useSchema()
  const kinds = useKinds()
  const [state, change] = useListState()
  const views = useMemo(() => listViews(entity), [entity])
  const view = chosenView(views, state.view)
  const [choice, changeColumns] = useColumnChoice(entity.key, view?.key)
  const columns = useMemo(
    () => listColumns(schema, entity, view, choice, kinds),
    [schema, entity, view, choice, kinds],
  )
  const parentField = entity.fields.find(({ kind }) => kind === 'parent')?.key
  const isSearching = state.q !== '' || state.filter !== '' || state.isBin
  /** What is searched for may be anywhere in the tree: the answer is a list. */
  const isTree = parentField !== undefined && (state.shape ?? view?.type) === 'tree' && !isSearching
  const list = useRecordList(entity, view, state, columns, isTree ? `${parentField} is blank` : undefined)
  const tree = useTreeRows(entity, isTree ? parentField : undefined, list.rows, columns)
  /** What the rows are sorted by: the person's choice, else the view's. */
  const sort = state.sort.length > 0 ? state.sort : readSort(view?.sort)
  return {
    entity,
    state,
    change,
    views,
    view,
    columns,
    choice,
    changeColumns,
    list,
    tree: isTree ? tree : undefined,
    rows: isTree ? tree.rows : list.rows,
    hasTree: parentField !== undefined,
    sort,
  }
}

export type ListData = ReturnType<typeof useListData>
