import { SwapOutlined } from '@ant-design/icons'
import { Dropdown } from 'antd'
import type { Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useStageTexts } from '../../process/stages/stageTexts'
import type { OptionChoice } from '../../schema/options'
import type { ListData } from '../list/useListData'
import { useDraggedThing } from '../../shared/drag/useDragging'
import { IconButton } from '../../shared/IconButton'
import { rowAllows } from '../rowRights'
import { titleOf } from '../titles'
import { BoardCard } from './BoardCard'
import styles from './board.module.css'

interface DraggableCardProps {
  data: ListData
  field: Field
  record: RecordDocument
  options: OptionChoice[]
  onOpen: (record: RecordDocument) => void
  onMove: (record: RecordDocument, to: string) => void
}

/** A card that is dragged, or moved by its menu: with the keyboard and on a phone that is the shorter way. */
export function DraggableCard({ data, field, record, options, onOpen, onMove }: DraggableCardProps) {
  const t = useStageTexts()
  const canMove = field.can_edit && data.entity.can.edit && rowAllows(record, field)
  const { setNodeRef, listeners, isDragging } = useDraggedThing({
    id: record.id,
    name: titleOf(data.entity, record),
    disabled: !canMove,
  })
  return (
    <div ref={setNodeRef} {...listeners} className={styles['holder']} data-dragging={isDragging}>
      <BoardCard data={data} field={field} record={record} onOpen={onOpen} />
      {canMove && (
        <Dropdown
          trigger={['click']}
          autoFocus
          placement="bottomRight"
          menu={{
            items: options
              .filter(({ key }) => key !== record[field.key])
              .map(({ key, label }) => ({ key, label })),
            onClick: ({ key, domEvent }) => {
              domEvent.stopPropagation()
              onMove(record, key)
            },
          }}
        >
          <IconButton
            className={styles['mover'] ?? ''}
            type="text"
            size="small"
            icon={<SwapOutlined />}
            label={t('choose')}
          />
        </Dropdown>
      )}
    </div>
  )
}
