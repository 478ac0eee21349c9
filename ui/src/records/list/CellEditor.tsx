import { EditOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Flex, Popover } from 'antd'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { errorText, isProblem } from '../../api/problem'
import { updateRecord } from '../../api/records'
import type { Entity, Field } from '../../api/types'
import type { FieldValue, RecordDocument } from '../../api/values'
import { FieldInput } from '../../fields/FieldInput'
import { useLabel } from '../../schema/labels'
import { isEditable } from '../../schema/layout'
import { useWriter } from '../../fields/useWriter'
import { useMassTexts } from '../mass/massTexts'
import { IconButton } from '../../shared/IconButton'
import { rowAllows } from '../rowRights'
import type { Column } from './columns'
import styles from './Grid.module.css'

/** What needs more room than a cell: it is changed on the record's page. */
const ELSEWHERE = new Set(['children', 'file', 'json', 'long_text'])

export function isEditableHere(entity: Entity, record: RecordDocument, { path, field }: Column): boolean {
  const isHere = !path.includes('.') && !ELSEWHERE.has(field.kind)
  return isHere && entity.can.edit && isEditable(field, false) && rowAllows(record, field)
}

interface CellEditorProps {
  entity: Entity
  record: RecordDocument
  field: Field
  /** The row is where the keyboard is. */
  isActive: boolean
  children: ReactNode
}

/** A cell with a pencil: the value is changed in place, with what the server says against it. */
export function CellEditor({ entity, record, field, isActive, children }: CellEditorProps) {
  const t = useMassTexts()
  const labelOf = useLabel()
  const [isOpen, setOpen] = useState(false)
  const label = t('change_cell', { field: labelOf(field) })
  const pencil = (
    <IconButton
      type="text"
      size="small"
      className={styles['pencil'] ?? ''}
      icon={<EditOutlined />}
      tabIndex={isActive ? 0 : -1}
      label={label}
      aria-expanded={isOpen}
      onClick={() => setOpen(true)}
    />
  )
  return (
    <>
      {children}
      {isOpen ? (
        <Popover
          open
          trigger="click"
          placement="bottomLeft"
          onOpenChange={setOpen}
          title={label}
          content={<Editor entity={entity} record={record} field={field} onClose={() => setOpen(false)} />}
        >
          {pencil}
        </Popover>
      ) : (
        pencil
      )}
    </>
  )
}

interface EditorProps extends Pick<CellEditorProps, 'entity' | 'record' | 'field'> {
  onClose: () => void
}

function Editor({ entity, record, field, onClose }: EditorProps) {
  const t = useMassTexts()
  const labelOf = useLabel()
  const write = useWriter()
  const client = useQueryClient()
  const [value, setValue] = useState<FieldValue>(record[field.key])
  const [problem, setProblem] = useState<string | null>(null)
  const [invalid, setInvalid] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: ['records', entity.key] })

  const save = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const values = { [field.key]: write(field, value) ?? null }
      await updateRecord(entity.key, record.id, values, record.version)
      await refresh()
      onClose()
    } catch (error) {
      const isStale = isProblem(error, 412)
      if (isStale) void refresh()
      setProblem(isStale ? t('stale') : errorText(error))
    } finally {
      setBusy(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation() // the row below would take it for its own
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || isPlainInput(event.target)))
      void save()
  }

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- keeps clicks from the row below
    <div className={styles['editor']} onClick={(event) => event.stopPropagation()} onKeyDown={onKeyDown}>
      <FieldInput
        field={field}
        entity={entity.key}
        value={value}
        onChange={setValue}
        onInvalid={setInvalid}
        autoFocus
        {...(problem ? { status: 'error' as const } : {})}
        aria-label={labelOf(field)}
      />
      {(invalid ?? problem) && <Alert type="error" showIcon role="alert" title={invalid ?? problem} />}
      <Flex gap={8} justify="end">
        <Button size="small" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          size="small"
          type="primary"
          loading={isBusy}
          disabled={invalid !== null}
          onClick={() => void save()}
        >
          {t('save_cell')}
        </Button>
      </Flex>
    </div>
  )
}

/** Where Enter means nothing else: it opens a list, or begins a line. */
function isPlainInput(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && target.getAttribute('role') !== 'combobox'
}
