import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useIsStaff } from '../../api/useIsStaff'
import { savedViewsQuery } from '../../api/views'
import { useTreeRows } from '../tree/useTreeRows'
import type { Entity } from '../../api/types'
import { useKinds } from '../../fields/kinds'
import { useSchema } from '../../schema/useSchema'
import { useIsNarrow } from '../../shared/media'
import { listColumns } from './columns'
import { listQuestion } from './question'
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
  const { data: personal, isLoading } = useQuery({ ...savedViewsQuery(entity.key), enabled: useIsStaff() })
  const views = useMemo(() => listViews(entity, personal?.items), [entity, personal])
  const view = chosenView(views, state.view, personal?.choice)
  const [choice, changeColumns] = useColumnChoice(entity.key, view?.key)
  const columns = useMemo(
    () => listColumns(schema, entity, view, choice, kinds),
    [schema, entity, view, choice, kinds],
  )
  /** What the filter button shows: all of the filter of a view of one's own, else what stands beside the view's. */
  const filter = state.filter ?? (view?.saved ? (view.filter ?? '') : '')
  const setFilter = (text: string) => {
    const isAsSaved = text === (view?.saved ? (view.filter ?? '') : '')
    change({ filter: isAsSaved ? undefined : text })
  }
  const parentField = entity.fields.find(({ kind }) => kind === 'parent')?.key
  const isSearching = state.q !== '' || filter !== '' || state.isBin
  /** What is searched for may be anywhere in the tree: the answer is a list. */
  const isTree = parentField !== undefined && (state.shape ?? view?.type) === 'tree' && !isSearching
  const hasBoard = !state.isBin && entity.fields.some(({ kind }) => kind === 'option')
  const hasFunnel = !state.isBin && (entity.pipelines?.length ?? 0) > 0
  const isDrawn = (hasBoard && state.shape === 'board') || (hasFunnel && state.shape === 'funnel')
  const question = useMemo(
    () => listQuestion(entity, view, { ...state, filter }, columns),
    [entity, view, state, filter, columns],
  )
  const isNarrow = useIsNarrow()
  const groupPath = state.isBin || isTree || isNarrow || isDrawn ? '' : (state.group ?? view?.group_by ?? '')
  const isWaiting = isLoading && state.view?.startsWith('~') === true
  const list = useRecordList(entity, question, {
    narrowing: isTree ? `${parentField} is blank` : undefined,
    isEnabled: !isWaiting && groupPath === '' && !isDrawn,
    pageSize: view?.page_size ?? undefined,
  })
  const tree = useTreeRows(entity, isTree ? parentField : undefined, list.rows, columns)
  /** What the rows are sorted by: the person's choice, else the view's. */
  const sort = state.sort.length > 0 ? state.sort : readSort(view?.sort)
  return {
    entity,
    state,
    change,
    views,
    view,
    personal: personal?.choice,
    /** The address asks for a view that is not there, or not for this person. */
    isMissing: personal !== undefined && state.view?.startsWith('~') === true && view?.key !== state.view,
    filter,
    setFilter,
    columns,
    choice,
    changeColumns,
    question,
    list,
    tree: isTree ? tree : undefined,
    rows: isTree ? tree.rows : list.rows,
    hasTree: parentField !== undefined,
    hasBoard,
    hasFunnel,
    /** Drawn as something other than rows, which asks by itself. */
    drawn: isDrawn ? (state.shape as 'board' | 'funnel') : undefined,
    groupPath,
    sort,
  }
}

export type ListData = ReturnType<typeof useListData>
