import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Flex, Select } from 'antd'
import type { Entity, FieldKind } from '../../api/types'
import { columnKeys, convertField, movedColumn, newColumn, type LineColumn } from '../changes/fieldDraft'
import { useLabel } from '../../schema/labels'
import { IssuesContext, useAllIssues } from '../controls/IssuesContext'
import { LabelsInput } from '../controls/LabelsInput'
import { DragHandle, SortableItem, SortableList } from '../controls/SortableList'
import { useTexts } from '../texts'
import { KindName } from './KindGallery'
import { KIND_CONTROLS, KindOptions } from './options/KindOptions'
import { FaultText } from '../controls/FaultText'
import { IconButton } from '../../shared/IconButton'
import styles from './LineColumns.module.css'

/** Kinds that make sense in a row of a table. */
const COLUMN_KINDS: FieldKind[] = [
  'text',
  'integer',
  'decimal',
  'money',
  'percent',
  'boolean',
  'date',
  'datetime',
  'option',
  'reference',
  'user',
  'long_text',
  'email',
  'phone',
  'url',
  'file',
  'formula',
]

interface LineColumnsProps {
  entity: Entity
  columns: LineColumn[]
  onChange: (columns: LineColumn[]) => void
}

/** The columns of a table of line items, made together with the field that holds it. */
export function LineColumns({ entity, columns, onChange }: LineColumnsProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const keys = columnKeys(columns)
  const update = (id: string, document: LineColumn['document']) =>
    onChange(columns.map((column) => (column.id === id ? { ...column, document } : column)))

  return (
    <section aria-label={t('lines.columns')}>
      <h4 className={styles['title']}>{t('lines.columns')}</h4>
      <SortableList
        keys={columns.map(({ id }) => id)}
        onMove={(id, index) => onChange(movedColumn(columns, id, index))}
      >
        {columns.map((column, index) => (
          <SortableItem
            key={column.id}
            id={column.id}
            name={labelOf(column.document, String(index + 1))}
            className={styles['column']}
          >
            <ColumnRow
              entity={entity}
              column={column}
              columnKey={keys[index] ?? ''}
              number={index + 1}
              onChange={(document) => update(column.id, document)}
              onRemove={() => onChange(columns.filter(({ id }) => id !== column.id))}
            />
          </SortableItem>
        ))}
      </SortableList>
      <Button type="dashed" block icon={<PlusOutlined />} onClick={() => onChange([...columns, newColumn()])}>
        {t('lines.add_column')}
      </Button>
    </section>
  )
}

interface ColumnRowProps {
  entity: Entity
  column: LineColumn
  columnKey: string
  number: number
  onChange: (document: LineColumn['document']) => void
  onRemove: () => void
}

function ColumnRow({ entity, column, columnKey, number, onChange, onRemove }: ColumnRowProps) {
  const t = useTexts()
  const issues = useAllIssues()
  const { document } = column
  return (
    <IssuesContext value={{ issues, prefix: `fields/${columnKey}` }}>
      <div className={styles['row']}>
        <DragHandle />
        <LabelsInput
          compact
          autoFocus={number > 1}
          name={t('lines.column_label', { number })}
          value={document.label}
          onChange={(label) => onChange({ ...document, label })}
        />
        <Select
          className={styles['kind']}
          aria-label={t('lines.column_kind', { number })}
          value={document.kind}
          popupMatchSelectWidth={false}
          options={COLUMN_KINDS.map((kind) => ({ value: kind, label: <KindName kind={kind} /> }))}
          onChange={(kind) => onChange(convertField(document, kind, KIND_CONTROLS))}
        />
        <Flex align="center" gap={4}>
          <Checkbox
            checked={document.required ?? false}
            onChange={({ target }) => onChange({ ...document, required: target.checked || undefined })}
          >
            {t('flag.required.name')}
          </Checkbox>
          <IconButton
            type="text"
            icon={<DeleteOutlined />}
            label={t('lines.remove_column', { number })}
            onClick={onRemove}
          />
        </Flex>
      </div>
      <FaultText names={['', 'key', 'label', 'kind']} />
      {(KIND_CONTROLS[document.kind].needed?.length ?? 0) > 0 && (
        <div className={styles['options']}>
          <KindOptions
            entity={entity}
            document={document}
            isStored={false}
            onChange={(part) => onChange({ ...document, ...part })}
          />
        </div>
      )}
    </IssuesContext>
  )
}
