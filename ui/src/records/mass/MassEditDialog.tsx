import { Alert, Modal, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Meant } from '../../api/massChanges'
import type { Entity, Field } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { FieldInput } from '../../fields/FieldInput'
import { useLabel, usePluralLabel } from '../../schema/labels'
import { isEditable } from '../../schema/layout'
import { useDebounced } from '../../shared/useDebounced'
import { useWriter } from '../../fields/useWriter'
import { MassPreview, useMassPreview } from './MassPreview'
import { useCounted, useMassTexts } from './massTexts'
import type { MassChange } from './useMassChange'
import styles from './mass.module.css'

interface MassEditDialogProps {
  entity: Entity
  meant: Meant
  /** How many were picked; null where all that match are meant. */
  picked: number | null
  change: MassChange
  onClose: () => void
}

/** One field of many records set to one value, tried before. */
export function MassEditDialog({ entity, meant, picked, change, onClose }: MassEditDialogProps) {
  const t = useMassTexts()
  const { t: shared } = useTranslation()
  const labelOf = useLabel()
  const label = usePluralLabel()(entity)
  const counted = useCounted()
  const write = useWriter()
  const [field, setField] = useState<Field | null>(null)
  const [value, setValue] = useState<FieldValue>(null)
  const values = useMemo(
    () => (field ? { [field.key]: write(field, value) ?? null } : null),
    [field, value, write],
  )
  const settled = useDebounced(values)
  const preview = useMassPreview(entity, meant, settled)
  const fields = entity.fields.filter(
    (item) => isEditable(item, false) && item.kind !== 'children' && !item.unique,
  )

  const { data } = preview
  const isTried = data !== undefined && settled === values && !preview.isFetching && !preview.error
  const count = data ? (data.tried < data.count ? data.count : data.changed) : 0
  return (
    <Modal
      open
      title={picked === null ? t('title_all', { label }) : t('title', { count: picked, label })}
      okText={isTried ? counted('save', count) : shared('form.save')}
      okButtonProps={{ disabled: !isTried || count === 0 }}
      confirmLoading={change.isBusy}
      onOk={() => values && void change.save(meant, values)}
      onCancel={onClose}
    >
      <div className={styles['form']}>
        {change.problem && <Alert type="error" showIcon title={change.problem} role="alert" />}
        <Select
          aria-label={shared('filter.field')}
          placeholder={shared('filter.choose_field')}
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
        <p className={styles['quiet']}>{t('hint')}</p>
        {field && <MassPreview entity={entity} field={field} preview={preview} />}
      </div>
    </Modal>
  )
}
