import { Alert, App, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/problem'
import type { Entity, Field } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { FieldInput } from '../../fields/FieldInput'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { isEditable } from '../../schema/layout'
import { useWriter } from '../form/useWriter'
import { useRecordActions } from '../useRecordActions'
import styles from './list.module.css'

interface BulkEditDialogProps {
  entity: Entity
  ids: string[]
  onClose: () => void
  onDone: () => void
}

/** One field of many records set to one value. */
export function BulkEditDialog({ entity, ids, onClose, onDone }: BulkEditDialogProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const labelOf = useLabel()
  const pluralOf = usePluralLabel()
  const write = useWriter()
  const { changeAll } = useRecordActions(entity)
  const [field, setField] = useState<Field | null>(null)
  const [value, setValue] = useState<FieldValue>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const fields = entity.fields.filter(
    (item) => isEditable(item, false) && item.kind !== 'children' && !item.unique,
  )

  const save = async () => {
    if (!field) return
    setBusy(true)
    try {
      const { updated, errors } = await changeAll(ids, { [field.key]: write(field, value) ?? null })
      if (updated.length > 0) void message.success(t('list.bulk_changed', { count: updated.length }))
      const sentences = [...new Set(errors.flatMap(({ issues }) => issues.map((issue) => issue.message)))]
      if (sentences.length === 0) return onDone()
      setProblem(t('list.bulk_failed', { count: errors.length, reasons: sentences.slice(0, 5).join(' ') }))
    } catch (error) {
      setProblem(errorText(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal
      open
      title={t('list.bulk_title', { count: ids.length, label: pluralOf(entity) })}
      okText={t('form.save')}
      okButtonProps={{ disabled: !field }}
      confirmLoading={isBusy}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className={styles['bulkForm']}>
        {problem && <Alert type="error" showIcon title={problem} role="alert" />}
        <Select
          aria-label={t('filter.field')}
          placeholder={t('filter.choose_field')}
          showSearch={{ optionFilterProp: 'label' }}
          value={field?.key ?? null}
          options={fields.map((item) => ({ value: item.key, label: labelOf(item) }))}
          onChange={(key) => {
            setField(fields.find((item) => item.key === key) ?? null)
            setValue(null)
          }}
        />
        {field && (
          <FieldInput
            key={field.key}
            field={field}
            entity={entity.key}
            value={value}
            onChange={setValue}
            aria-label={labelOf(field)}
          />
        )}
        <p className={styles['hint']}>{t('list.bulk_hint')}</p>
      </div>
    </Modal>
  )
}
