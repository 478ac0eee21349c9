import { Button, Skeleton } from 'antd'
import type { Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useStageTexts } from '../../process/stages/stageTexts'
import { useSchema } from '../../schema/useSchema'
import type { OptionChoice } from '../../schema/options'
import { OptionTag } from '../../fields/parts/OptionTag'
import { usePlace } from '../../shared/drag/useDragging'
import { useFormat } from '../../shared/format/useFormat'
import type { ListData } from '../list/useListData'
import { DraggableCard } from './DraggableCard'
import type { BoardColumn } from './useBoard'
import styles from './board.module.css'

interface BoardLaneProps {
  data: ListData
  field: Field
  column: BoardColumn
  measure: Field | undefined
  options: OptionChoice[]
  onOpen: (record: RecordDocument) => void
  onMove: (record: RecordDocument, to: string) => void
  onMore: () => void
}

/** One column: what it is called, how many there are, what they are worth. */
export function BoardLane(props: BoardLaneProps) {
  const { data, field, column, measure, options, onOpen, onMove, onMore } = props
  const t = useStageTexts()
  const format = useFormat()
  const currency = useSchema().base_currency
  const { setNodeRef, isOver } = usePlace({ id: column.option.key, name: column.option.label })
  const { option, count, rows, amount } = column
  const left = count - rows.length
  const sum =
    amount && measure
      ? (format.compact(amount, measure.kind === 'money' ? currency : undefined) ?? format.number(amount))
      : undefined
  return (
    <section
      ref={setNodeRef}
      className={styles['lane']}
      data-over={isOver}
      data-stage={option.key}
      aria-label={t('column', { stage: option.label, count })}
    >
      <header>
        <OptionTag field={field} option={option.key} />
        <span className={styles['count']}>{format.integer(count)}</span>
        {sum && <span className={styles['sum']}>{sum}</span>}
      </header>
      <ul>
        {column.isLoading && <Skeleton active title={false} paragraph={{ rows: 3, width: '100%' }} />}
        {!column.isLoading && rows.length === 0 && <li className={styles['empty']}>{t('empty_column')}</li>}
        {rows.map((record) => (
          <li key={record.id}>
            <DraggableCard
              data={data}
              field={field}
              record={record}
              options={options}
              onOpen={onOpen}
              onMove={onMove}
            />
          </li>
        ))}
        {left > 0 && rows.length > 0 && (
          <li>
            <Button block type="text" size="small" onClick={onMore}>
              {t('more_left', { count: left })}
            </Button>
          </li>
        )}
      </ul>
    </section>
  )
}
