import { DeleteOutlined } from '@ant-design/icons'
import { InputNumber, TreeSelect } from 'antd'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import type { Entity } from '../../api/types'
import { IconButton } from '../../shared/IconButton'
import { orderedEntries } from '../../shared/order'
import { moveTo, nextOrder, omit } from '../changes/order'
import { FaultText } from '../controls/FaultText'
import { fieldNodes } from '../controls/fieldNodes'
import { DragHandle, SortableItem, SortableList } from '../controls/SortableList'
import type { ColumnDocument, Keyed } from '../documents'
import { pathLabel } from '../lookup'
import { useTexts } from '../texts'
import styles from './ColumnsEditor.module.css'

interface ColumnsEditorProps {
  entity: Entity
  columns: Keyed<ColumnDocument> | undefined
  onChange: (columns: Keyed<ColumnDocument>) => void
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
          <SortableItem key={path} id={path} name={nameOf(path)} className={styles['column']}>
            <DragHandle />
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
            <IconButton
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              label={t('views.remove_column', { name: nameOf(path) })}
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
        treeData={fieldNodes(schema, entity, labelOf, taken)}
        popupMatchSelectWidth={false}
        onChange={(path: string | null) => path && onChange({ ...map, [path]: { order: nextOrder(map) } })}
      />
    </>
  )
}
