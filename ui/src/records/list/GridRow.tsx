import { Checkbox } from 'antd'
import { memo, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { asText } from '../../fields/parts/asText'
import { FieldCell } from '../../fields/FieldCell'
import { recordPath } from '../../shared/paths'
import { valueAt, type Column } from './columns'
import { CellEditor, isEditableHere } from './CellEditor'
import { stopStyle } from './frozen'
import { titleOf } from '../titles'
import styles from './Grid.module.css'

interface GridRowProps {
  entity: Entity
  record: RecordDocument
  index: number
  columns: Column[]
  top: number
  height: number
  isSelected: boolean
  isActive: boolean
  /** Rows in the bin are not changed. */
  isBin: boolean
  onToggle: (id: string) => void
  onOpen: (record: RecordDocument) => void
  lead?: ReactNode
}

/** Memoised: scrolling and selecting redraw only the rows that change. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { entity, record, index, columns, top, height, isSelected, isActive, onToggle, onOpen, lead } = props
  const { t } = useTranslation()

  const openUnlessControl = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a, button, input, label')) return
    onOpen(record)
  }

  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the title link and j/k/Enter do the same
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={styles['row']}
      data-active={isActive}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={openUnlessControl}
    >
      <div role="gridcell" className={`${styles['cell']} ${styles['pick']}`}>
        <Checkbox
          checked={isSelected}
          onChange={() => onToggle(record.id)}
          aria-label={t('list.select_row', { title: titleOf(entity, record) })}
        />
      </div>
      {columns.map((column) => (
        <div
          key={column.path}
          role="gridcell"
          className={styles['cell']}
          data-numeric={column.isNumeric}
          data-frozen={column.stop !== undefined}
          style={stopStyle(column)}
        >
          {column.isTitle && lead}
          <Cell {...props} column={column} />
        </div>
      ))}
      <div />
    </div>
  )
})

/** The value, with a pencil where it can be changed here. */
function Cell({ entity, record, isActive, isBin, onOpen, column }: GridRowProps & { column: Column }) {
  const value = valueAt(record, column.path)
  const shown = column.isTitle ? (
    <TitleLink entity={entity} record={record} text={asText(value)} onOpen={onOpen} />
  ) : (
    <FieldCell field={column.field} value={value} entity={column.entity} inline />
  )
  if (isBin || !isEditableHere(entity, record, column)) return shown
  return (
    <CellEditor entity={entity} record={record} field={column.field} isActive={isActive}>
      {shown}
    </CellEditor>
  )
}

interface TitleLinkProps {
  entity: Entity
  record: RecordDocument
  text: string
  onOpen: (record: RecordDocument) => void
}

const SHOWN_LENGTH = 300

/** A plain click opens the panel; with a modifier the browser does what it does with links. */
function TitleLink({ entity, record, text, onOpen }: TitleLinkProps) {
  const shown = (text || `#${record.id}`).slice(0, SHOWN_LENGTH)
  return (
    <Link
      to={recordPath(entity.key, record.id)}
      className={styles['title']}
      title={shown}
      dir="auto"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onOpen(record)
      }}
    >
      {shown}
    </Link>
  )
}
