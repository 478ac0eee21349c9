import type { Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { FieldCell } from '../../fields/FieldCell'
import { isBlank } from '../../fields/parts/isBlank'
import { valueAt } from '../list/columns'
import type { ListData } from '../list/useListData'
import { titleOf } from '../titles'
import styles from './board.module.css'

const LINES = 3

interface BoardCardProps {
  data: ListData
  /** What the columns stand by, which a card need not say. */
  field: Field
  record: RecordDocument
  isLifted?: boolean
  onOpen?: (record: RecordDocument) => void
}

/** The title of a record and the first columns of the list. */
export function BoardCard({ data, field, record, isLifted = false, onOpen }: BoardCardProps) {
  const { entity, columns } = data
  const shown = columns
    .filter(({ isTitle, path }) => !isTitle && path !== field.key && !isBlank(valueAt(record, path)))
    .slice(0, LINES)
  return (
    <article className={styles['card']} data-lifted={isLifted} data-record={record.id}>
      <button type="button" className={styles['title']} dir="auto" onClick={() => onOpen?.(record)}>
        {titleOf(entity, record).slice(0, 200)}
      </button>
      {shown.map((column) => (
        <span key={column.path} className={styles['line']}>
          <FieldCell
            field={column.field}
            value={valueAt(record, column.path)}
            entity={column.entity}
            inline
          />
        </span>
      ))}
    </article>
  )
}
