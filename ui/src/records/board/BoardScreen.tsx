import { DragOverlay, type DragEndEvent } from '@dnd-kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App } from 'antd'
import { useState } from 'react'
import { listActions, type PathStage, type StagePath } from '../../api/actions'
import { errorText, isProblem } from '../../api/problem'
import { getRecord } from '../../api/records'
import type { Entity, Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { pathsOf } from '../../process/actionQueries'
import { MoveDialog } from '../../process/stages/MoveDialog'
import { useStageTexts } from '../../process/stages/stageTexts'
import { useRefusalText } from '../../process/stages/useRefusalText'
import { useLabel } from '../../schema/labels'
import { useOptions } from '../../schema/options'
import { CardDragArea } from '../../shared/drag/DragArea'
import type { ListData } from '../list/useListData'
import { titleOf } from '../titles'
import { BoardCard } from './BoardCard'
import { BoardLane } from './BoardLane'
import { boardColumns, boardField, boardMeasure, narrowsBy } from './boardField'
import { useBoard } from './useBoard'
import styles from './board.module.css'

interface BoardScreenProps {
  data: ListData
  onOpen: (record: RecordDocument) => void
}

export function BoardScreen({ data, onOpen }: BoardScreenProps) {
  const field = boardField(data.entity, data.state.group ?? '')
  return field ? <Board data={data} field={field} onOpen={onOpen} /> : null
}

interface Refused {
  entity: Entity
  record: RecordDocument
  path: StagePath
  stage: PathStage
}

/** Records by stage: a card is dragged to another column, and the rules of that stage have the last word. */
function Board({ data, field, onOpen }: BoardScreenProps & { field: Field }) {
  const { entity, question } = data
  const t = useStageTexts()
  const labelOf = useLabel()
  const refusalText = useRefusalText(entity)
  const { message, notification } = App.useApp()
  const queryClient = useQueryClient()
  const options = boardColumns(entity, field, useOptions(field))
  const measure = boardMeasure(entity)
  const board = useBoard(entity, question, field, options, measure)
  const [dragged, setDragged] = useState<RecordDocument | undefined>(undefined)
  const [refused, setRefused] = useState<Refused | undefined>(undefined)
  const rows = board.columns.flatMap((column) => column.rows)
  const find = (id: unknown) => rows.find((row) => row.id === id)

  const move = async (record: RecordDocument, to: string) => {
    try {
      await board.move(record, to)
      const stage = options.find(({ key }) => key === to)?.label ?? to
      if (narrowsBy(data.view, field.key)) void message.success(t('moved', { stage }))
    } catch (problem) {
      notification.warning({
        title: t('not_moved', { title: titleOf(entity, record).slice(0, 80) }),
        description: refusalText(problem),
      })
      if (isProblem(problem, 422) && problem.issues.some(({ code }) => code === 'required'))
        setRefused(await whatItAsks(record, to))
    }
  }
  /** The dialog in which what is missing can be filled in. */
  const whatItAsks = async (record: RecordDocument, to: string): Promise<Refused | undefined> => {
    const [{ items: offers }, whole] = await Promise.all([
      listActions(entity.key, record.id),
      getRecord(entity.key, record.id),
    ])
    const path = pathsOf(offers).find((each) => each.path.field === field.key)?.path
    const stage = path?.stages.find(({ key }) => key === to)
    return path && stage ? { entity, record: whole, path, stage } : undefined
  }
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    const record = find(active.id)
    setDragged(undefined)
    if (record && over) void move(record, String(over.id))
  }

  return (
    <CardDragArea
      onDragStart={({ active }) => setDragged(find(active.id))}
      onDragCancel={() => setDragged(undefined)}
      onDragEnd={onDragEnd}
    >
      <div className={styles['board']} role="group" aria-label={t('board_of', { field: labelOf(field) })}>
        {board.error && <Alert type="error" showIcon title={errorText(board.error)} />}
        {board.columns.map((column) => (
          <BoardLane
            key={column.option.key}
            data={data}
            field={field}
            column={column}
            measure={measure}
            options={options}
            onOpen={onOpen}
            onMove={(record, to) => void move(record, to)}
            onMore={() => board.showMore(column.option.key)}
          />
        ))}
      </div>
      <DragOverlay>
        {dragged && <BoardCard data={data} field={field} record={dragged} isLifted />}
      </DragOverlay>
      {refused && (
        <MoveDialog
          {...refused}
          onClose={() => {
            setRefused(undefined)
            void queryClient.invalidateQueries({ queryKey: ['records', entity.key] })
          }}
        />
      )}
    </CardDragArea>
  )
}
