import { CheckOutlined, CloseOutlined, EditOutlined } from '@ant-design/icons'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { FieldCell } from '../../fields/FieldCell'
import { useLabel } from '../../schema/labels'
import type { Region } from '../../schema/layout'
import { RegionGrid } from '../form/FormBody'
import { FormField } from '../form/FormField'
import { shownRegion } from '../form/states'
import { WhyButton } from '../why/WhyButton'
import { IconButton } from '../../shared/IconButton'
import { ValueNote } from './ValueNote'
import type { RecordEditor } from './useRecordEditor'
import styles from './record.module.css'

interface ReadBodyProps {
  regions: Region[]
  record: RecordDocument
  editor: RecordEditor
}

/** The values of a tab; each can be changed where it stands. */
export function ReadBody({ regions, record, editor }: ReadBodyProps) {
  const labelOf = useLabel()
  const { editing, form } = editor
  return (
    <div className={styles['body']}>
      {form.issues.general.length > 0 && (
        <p role="alert" className={styles['problem']}>
          {form.issues.general.join(' ')}
        </p>
      )}
      {regions.map((region) => (
        <RegionGrid
          key={region.key}
          region={shownRegion(region, form.stateOf)}
          title={labelOf(region, '')}
          render={(field) =>
            editing?.kind === 'field' && editing.key === field.key ? (
              <EditInPlace field={field} editor={editor} />
            ) : (
              <ReadField field={field} record={record} editor={editor} />
            )
          }
        />
      ))}
    </div>
  )
}

function ReadField({
  field,
  record,
  editor,
}: {
  field: Field
  record: RecordDocument
  editor: RecordEditor
}) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const canEdit = editor.canEditField(field)
  const label = labelOf(field)
  return (
    <div className={styles['read']} data-editable={canEdit} onDoubleClick={() => editor.editField(field)}>
      <div className={styles['readLabel']} title={label} dir="auto">
        {label}
      </div>
      <div className={styles['readValue']}>
        <FieldCell field={field} value={record[field.key]} entity={editor.form.entity.key} />
        <ValueNote record={record} field={field} />
        <WhyButton entity={editor.form.entity.key} record={record} field={field} />
      </div>
      {canEdit && (
        <IconButton
          type="text"
          size="small"
          className={styles['pencil'] ?? ''}
          icon={<EditOutlined />}
          label={t('record.edit_field', { field: label })}
          onClick={() => editor.editField(field)}
        />
      )}
    </div>
  )
}

function EditInPlace({ field, editor }: { field: Field; editor: RecordEditor }) {
  const { t } = useTranslation()
  const saveOnEnter = (event: KeyboardEvent) => {
    const isLine =
      event.target instanceof HTMLInputElement && event.target.getAttribute('role') !== 'combobox'
    if (event.key !== 'Enter' || !isLine || event.nativeEvent.isComposing || event.defaultPrevented) return
    event.preventDefault()
    void editor.save()
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- shortcuts for the buttons inside
    <div className={styles['inPlace']} onKeyDown={saveOnEnter}>
      <FormField form={editor.form} field={field} autoFocus />
      <div className={styles['inPlaceActions']}>
        <IconButton
          type="primary"
          size="small"
          icon={<CheckOutlined />}
          loading={editor.form.isSaving}
          label={t('form.save')}
          onClick={() => void editor.save()}
        />
        <IconButton
          size="small"
          icon={<CloseOutlined />}
          label={t('form.cancel')}
          onClick={() => void editor.cancel()}
        />
      </div>
    </div>
  )
}
