import { DeleteOutlined } from '@ant-design/icons'
import { Button, InputNumber, TreeSelect } from 'antd'
import { useLabel } from '../../schema/labels'
import { findEntity, targetOf, useSchema } from '../../schema/useSchema'
import type { Entity, Field, SchemaDocument } from '../../api/types'
import type { LabelOf } from '../../schema/labels'
import { orderedEntries } from '../../shared/order'
import { moveTo, nextOrder, omit } from '../changes/order'
import { FaultText } from '../controls/FaultText'
import { DragHandle, SortableItem, SortableList } from '../controls/SortableList'
import type { ColumnDocument, Keyed } from '../documents'
import { KINDS } from '../fields/kinds'
import { pathLabel } from '../lookup'
import { useTexts } from '../texts'
import styles from './ColumnsEditor.module.css'

interface ColumnsEditorProps {
  entity: Entity
  columns: Keyed<ColumnDocument> | undefined
  onChange: (columns: Keyed<ColumnDocument>) => void
}

interface Node {
  value: string
  title: string
  disabled: boolean
  children?: Node[]
}

function isReference({ kind }: Field): boolean {
  return kind === 'reference' || kind === 'user' || kind === 'parent'
}

/** Fields that a list can show; references lead one step further. */
function nodesOf(
  schema: SchemaDocument,
  entity: Entity,
  taken: ReadonlySet<string>,
  labelOf: LabelOf,
  prefix = '',
): Node[] {
  return entity.fields
    .filter((field) => KINDS[field.kind].isListed)
    .map((field) => {
      const value = prefix + field.key
      const target =
        prefix === '' && isReference(field) ? findEntity(schema, targetOf(field, entity)) : undefined
      const children = target && nodesOf(schema, target, taken, labelOf, `${value}.`)
      return { value, title: labelOf(field), disabled: taken.has(value), ...(children ? { children } : {}) }
    })
}

/** The columns of a list: order by dragging, width, and fields of referred records. */
export function ColumnsEditor({ entity, columns, onChange }: ColumnsEditorProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const map = columns ?? {}
  const entries = orderedEntries(map)
  const taken = new Set(Object.keys(map))
  const nameOf = (path: string) => pathLabel(schema, entity, path, labelOf)

  return (
    <>
      <SortableList
        keys={entries.map(([path]) => path)}
        onMove={(path, index) => onChange(moveTo(map, path, index))}
      >
        {entries.map(([path, column]) => (
          <SortableItem key={path} id={path} className={styles['column']}>
            <DragHandle name={nameOf(path)} />
            <span className={styles['name']}>{nameOf(path)}</span>
            <InputNumber
              size="small"
              aria-label={t('views.width', { name: nameOf(path) })}
              placeholder={t('views.auto')}
              min={40}
              max={2000}
              precision={0}
              suffix="px"
              value={column.width ?? null}
              onChange={(width) => onChange({ ...map, [path]: { ...column, width: width ?? undefined } })}
            />
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('views.remove_column', { name: nameOf(path) })}
              onClick={() => onChange(omit(map, path))}
            />
          </SortableItem>
        ))}
      </SortableList>
      <FaultText names={['columns']} />
      <TreeSelect
        className={styles['add']}
        aria-label={t('views.add_column')}
        placeholder={t('views.add_column')}
        showSearch={{ treeNodeFilterProp: 'title' }}
        value={null}
        treeData={nodesOf(schema, entity, taken, labelOf)}
        popupMatchSelectWidth={false}
        onChange={(path: string | null) => path && onChange({ ...map, [path]: { order: nextOrder(map) } })}
      />
    </>
  )
}
