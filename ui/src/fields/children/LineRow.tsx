import { DeleteOutlined, HolderOutlined } from '@ant-design/icons'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { isRuled } from '../../schema/computed'
import { isComputed } from '../../schema/layout'
import { useLabel } from '../../schema/labels'
import { isNumeric } from '../alignment'
import { FieldCell } from '../FieldCell'
import { FieldInput } from '../FieldInput'
import { useKinds } from '../kinds'
import type { InputProps } from '../types'
import { useSortedThing } from '../../shared/drag/useDragging'
import { IconButton } from '../../shared/IconButton'
import type { Line } from './lines'
import styles from './lines.module.css'

interface LineRowProps {
  rowKey: string
  place: number
  line: Line
  /** The row's place in the written list: the beginning of the paths of its errors. */
  path: string
  computed: Line | undefined
  fields: Field[]
  entity: string
  disabled: boolean
  issues: ReadonlyMap<string, string> | undefined
  onInvalid: InputProps['onInvalid']
  onChange: (field: string, value: FieldValue) => void
  onRemove: () => void
}

export function LineRow(props: LineRowProps) {
  const { rowKey, place, line, path, computed, fields, entity, disabled, issues, onChange, onRemove } = props
  const { t } = useTranslation()
  const { attributes, listeners, setNodeRef, style, isDragging } = useSortedThing({
    id: rowKey,
    name: t('field.line_n', { place }),
    disabled,
  })
  return (
    <tr ref={setNodeRef} data-dragging={isDragging} style={style}>
      <td className={styles['number']}>
        <IconButton
          type="text"
          size="small"
          className={styles['handle'] ?? ''}
          icon={<HolderOutlined />}
          disabled={disabled}
          {...attributes}
          {...listeners}
          label={t('field.move_line_n', { place })}
        />
      </td>
      {fields.map((field) => (
        <LineCell
          key={field.key}
          field={field}
          entity={entity}
          place={place}
          value={line[field.key]}
          computed={computed?.[field.key] ?? line[field.key]}
          disabled={disabled}
          issue={issues?.get(`${path}/${field.key}`)}
          path={`${path}/${field.key}`}
          onInvalid={props.onInvalid}
          onChange={(value) => onChange(field.key, value)}
        />
      ))}
      <td className={styles['number']}>
        <IconButton
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          disabled={disabled}
          label={t('field.remove_line_n', { place })}
          onClick={onRemove}
        />
      </td>
    </tr>
  )
}

interface LineCellProps {
  field: Field
  entity: string
  place: number
  value: FieldValue
  computed: FieldValue
  disabled: boolean
  issue: string | undefined
  path: string
  onInvalid: InputProps['onInvalid']
  onChange: (value: FieldValue) => void
}

function LineCell(props: LineCellProps) {
  const { field, entity, place, value, computed, disabled, path, onInvalid, onChange } = props
  const { t } = useTranslation()
  const labelOf = useLabel()
  const [typedWrong, setTypedWrong] = useState<string | null>(null)
  const issue = typedWrong ?? props.issue
  const report = useEffectEvent((message: string | null, where: string) => onInvalid?.(message, where))
  useEffect(() => {
    if (typedWrong === null) return undefined
    report(typedWrong, path)
    return () => report(null, path)
  }, [typedWrong, path])
  const numeric = isNumeric(field, useKinds())
  if (isRuled(field) || field.read_only || !field.can_edit) {
    return (
      <td data-numeric={numeric} data-label={labelOf(field)} data-shown>
        <FieldCell field={field} value={computed} entity={entity} inline />
      </td>
    )
  }
  return (
    <td
      data-numeric={numeric}
      data-kind={field.kind}
      data-label={labelOf(field) + (field.required ? ' *' : '')}
    >
      <FieldInput
        field={field}
        entity={entity}
        value={value}
        onChange={onChange}
        {...(onInvalid ? { onInvalid: setTypedWrong } : {})}
        disabled={disabled || isComputed(field)}
        aria-label={t('field.line_cell', { field: labelOf(field), place })}
        {...(issue ? { status: 'error' as const } : {})}
      />
      {issue && (
        <div role="alert" className={styles['error']}>
          {issue}
        </div>
      )}
    </td>
  )
}
