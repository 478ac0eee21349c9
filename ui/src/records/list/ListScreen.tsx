import { Skeleton } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { resolvePath, useSchema } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { useIsNarrow } from '../../shared/media'
import { recordPath } from '../../shared/paths'
import { useCreate } from '../create/createRequests'
import { RecordPanel } from '../record/RecordPanel'
import { titleOf } from '../titles'
import { BoardScreen } from '../board/BoardScreen'
import { FunnelScreen } from '../board/FunnelScreen'
import { TreeToggle } from '../tree/TreeToggle'
import { BulkBar } from './BulkBar'
import { CardList } from './CardList'
import { EmptyList } from './EmptyList'
import { Grid } from './Grid'
import { GroupedGrid } from './GroupedGrid'
import { ListHeader } from './ListHeader'
import { ListToolbar } from './ListToolbar'
import { SidePanel } from './SidePanel'
import { useSelection } from './selection'
import { whichRecords } from './totals'
import { leaveTrail, neighbours } from './trail'
import { useListData } from './useListData'
import { useListKeys } from './useListKeys'
import styles from './list.module.css'

export function ListScreen({ entity }: { entity: Entity }) {
  const data = useListData(entity)
  const { state, change, view, rows, tree, list } = data
  const navigate = useNavigate()
  const location = useLocation()
  const create = useCreate()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const isNarrow = useIsNarrow()
  const schema = useSchema()
  const selection = useSelection(JSON.stringify([entity.key, whichRecords(data.question), state.isBin]))
  const { ids: selected, select: setSelected } = selection
  const [marked, setMarked] = useState<string | undefined>(undefined)
  const activeId = state.open ?? marked
  useDocumentTitle(view && labelOf(view, ''), pluralOf(entity))

  const ids = rows.map(({ id }) => id)
  useEffect(() => {
    leaveTrail({
      entity: entity.key,
      ids: rows.map(({ id }) => id),
      path: location.pathname + location.search,
    })
  }, [entity.key, rows, location])

  const open = useCallback(
    ({ id }: RecordDocument) => {
      setMarked(id)
      if (state.isBin) return // what is in the bin is restored first
      if (isNarrow) void navigate(recordPath(entity.key, id))
      else change({ open: id })
    },
    [change, entity.key, isNarrow, navigate, state.isBin],
  )
  const openNew = () => create({ entity: entity.key, isRepeatable: true, onCreated: open })
  const openId = (id: string | undefined) => {
    if (id === undefined) return undefined
    return () => {
      setMarked(id)
      change({ open: id })
    }
  }

  useListKeys({
    rows,
    activeId,
    isPanelOpen: state.open !== undefined,
    onMove: ({ id }) => setMarked(id),
    onOpen: open,
    onToggle: selection.toggle,
    onClose: () => (state.open ? change({ open: undefined }) : selection.clear()),
    onCreate: entity.can.create ? openNew : undefined,
  })

  const step = data.groupPath ? resolvePath(schema, entity, data.groupPath)?.at(-1) : undefined
  const grouping = step && { path: data.groupPath, field: step.field, entity: step.entity.key }
  const { previous, next, place } = neighbours(ids, state.open ?? '')
  return (
    <div className={styles['page']}>
      <ListHeader data={data} onCreate={openNew} />
      <ListToolbar data={data} hasColumns={!isNarrow} />
      <div className={styles['body']}>
        {data.drawn === 'board' ? (
          <BoardScreen data={data} onOpen={open} />
        ) : data.drawn === 'funnel' ? (
          <FunnelScreen data={data} />
        ) : list.isLoading && !grouping ? (
          <Skeleton
            active
            title={false}
            paragraph={{ rows: 12, width: '100%' }}
            className={styles['skeleton'] ?? ''}
          />
        ) : !grouping && (rows.length === 0 || list.error) ? (
          <EmptyList data={data} onCreate={openNew} />
        ) : grouping && !isNarrow ? (
          <GroupedGrid
            data={data}
            path={grouping.path}
            field={grouping.field}
            fieldEntity={grouping.entity}
            label={pluralOf(entity)}
            selected={selected}
            onSelect={setSelected}
            activeId={activeId}
            onOpen={open}
          />
        ) : isNarrow ? (
          <CardList data={data} onOpen={open} />
        ) : (
          <Grid
            data={data}
            rows={rows}
            label={pluralOf(entity)}
            selected={selected}
            onSelect={setSelected}
            activeId={activeId}
            onOpen={open}
            renderLead={
              tree &&
              ((record) => (
                <TreeToggle
                  row={tree.rowOf(record.id)}
                  title={titleOf(entity, record)}
                  onToggle={() => tree.toggle(record.id)}
                />
              ))
            }
          />
        )}
        <BulkBar data={data} selection={selection} />
        {state.open && !state.isBin && (
          <SidePanel label={pluralOf(entity)}>
            <RecordPanel
              entity={entity}
              id={state.open}
              place={
                place > 0 ? { at: place, of: tree ? ids.length : (list.count ?? ids.length) } : undefined
              }
              onPrevious={openId(previous)}
              onNext={openId(next)}
              onClose={() => change({ open: undefined })}
            />
          </SidePanel>
        )}
      </div>
    </div>
  )
}
