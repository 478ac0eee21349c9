import { PlusOutlined } from '@ant-design/icons'
import { closestCenter, type DragEndEvent } from '@dnd-kit/core'
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { Button } from 'antd'
import { useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { useEntity } from '../../schema/useSchema'
import { DragArea } from '../../shared/drag/DragArea'
import { isNumeric } from '../alignment'
import { useKinds } from '../kinds'
import type { InputProps } from '../types'
import { useDefaults } from '../useDefaults'
import { LineRow } from './LineRow'
import { changeLine, lineFields, lineKey, moveLine, newLine, removeLine, toLines } from './lines'
import styles from './lines.module.css'
import { useCards } from './useCards'

/** Of a list column's width: a line has many columns; an amount stands beside its currency. */
const INPUT_SHARE = 0.8
const AMOUNT_SHARE = 1.1
const HANDLES = 80

/** An editable table: Tab goes from cell to cell, Enter in the last row adds one, the handle moves a row. */
export function ChildrenInput(props: InputProps) {
  const { field, value, onChange, disabled = false, issues, computed, onInvalid } = props
  const { t } = useTranslation()
  const labelOf = useLabel()
  const kinds = useKinds()
  const entity = useEntity(field.target)
  const defaultsOf = useDefaults()
  const fields = entity ? lineFields(entity.fields, field.parent_field) : []
  const widthOf = ({ kind }: Field) => kinds[kind].width * (kind === 'money' ? AMOUNT_SHARE : INPUT_SHARE)
  const width = fields.reduce((sum, column) => sum + widthOf(column), 0)
  const [measure, asCards] = useCards(width + HANDLES)
  const body = useRef<HTMLTableSectionElement>(null)
  if (!entity) return null

  const lines = toLines(value)
  const shown = lines
    .map((line, position) => ({ line, position, key: lineKey(line, position) }))
    .filter(({ line }) => !line._delete)
  const computedLines = toLines(computed)

  const add = () => {
    onChange([...lines, newLine(defaultsOf(fields))])
    requestAnimationFrame(() => focusFirst(body.current?.lastElementChild))
  }
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) onChange(moveLine(lines, String(active.id), String(over.id)))
  }
  const addOnEnter = (event: KeyboardEvent) => {
    const isPlainEnter =
      event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing
    const target = event.target as HTMLElement
    if (!isPlainEnter || target.tagName !== 'INPUT' || target.getAttribute('role') === 'combobox') return
    event.preventDefault()
    if (body.current?.lastElementChild?.contains(target)) add()
  }

  return (
    <div ref={measure} className={`${styles['scroll']} ${asCards ? styles['cards'] : ''}`}>
      <DragArea collisionDetection={closestCenter} onDragEnd={drop}>
        <table className={`${styles['table']} ${styles['edit']}`} style={{ minWidth: width + HANDLES }}>
          <thead>
            <tr>
              <th className={styles['number']} aria-label={t('field.move_line')} />
              {fields.map((column) => (
                <th
                  key={column.key}
                  data-numeric={isNumeric(column, kinds)}
                  style={{ width: `${(100 * widthOf(column)) / width}%` }}
                >
                  {labelOf(column)}
                  {column.required && <span aria-hidden> *</span>}
                </th>
              ))}
              <th className={styles['number']} aria-label={t('field.remove_line')} />
            </tr>
          </thead>
          <SortableContext items={shown.map(({ key }) => key)} strategy={verticalListSortingStrategy}>
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a shortcut for the button below */}
            <tbody ref={body} onKeyDown={addOnEnter}>
              {shown.map(({ line, position, key }, place) => (
                <LineRow
                  key={key}
                  rowKey={key}
                  place={place + 1}
                  line={line}
                  path={String(position)}
                  computed={computedLines[place]}
                  fields={fields}
                  entity={entity.key}
                  disabled={disabled}
                  issues={issues}
                  onInvalid={onInvalid}
                  onChange={(name, next) => onChange(changeLine(lines, key, name, next))}
                  onRemove={() => onChange(removeLine(lines, key))}
                />
              ))}
            </tbody>
          </SortableContext>
        </table>
      </DragArea>
      <div className={styles['foot']}>
        <Button type="text" size="small" icon={<PlusOutlined />} disabled={disabled} onClick={add}>
          {t('field.add_line')}
        </Button>
        {shown.length > 0 && <span className={styles['hint']}>{t('field.add_line_hint')}</span>}
      </div>
    </div>
  )
}

function focusFirst(row: Element | null | undefined): void {
  row?.querySelector<HTMLElement>('input:not([disabled]), textarea')?.focus()
}
