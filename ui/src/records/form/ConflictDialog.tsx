import { Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../api/types'
import type { FieldValue } from '../../api/values'
import { FieldCell } from '../../fields/FieldCell'
import { isLabel, labelText } from '../../fields/parts/references'
import { useLabel } from '../../schema/labels'
import { useFormat } from '../../shared/format/useFormat'
import type { Conflict } from './draft'
import type { RecordForm } from './useRecordForm'
import styles from './form.module.css'

type Side = 'mine' | 'theirs'

/** Somebody saved the same fields first: each is decided, nothing is lost without being seen. */
export function ConflictDialog({ form, onSaved }: { form: RecordForm; onSaved: () => void }) {
  if (!form.conflict) return null
  return <Decisions form={form} conflict={form.conflict} onSaved={onSaved} />
}

function Decisions({
  form,
  conflict,
  onSaved,
}: {
  form: RecordForm
  conflict: Conflict
  onSaved: () => void
}) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const format = useFormat()
  const [sides, setSides] = useState<Record<string, Side>>({})
  const { current, both, theirs } = conflict
  const sideOf = (field: Field) => sides[field.key] ?? 'mine'

  const apply = async () => {
    const taken = both.filter((field) => sideOf(field) === 'theirs').map(({ key }) => key)
    if ((await form.resolveConflict(taken)) !== 'refused') onSaved()
  }

  return (
    <Modal
      open
      width={760}
      title={t('form.conflict_title')}
      okText={t('form.conflict_save')}
      cancelText={t('form.conflict_back')}
      confirmLoading={form.isSaving}
      onOk={() => void apply()}
      onCancel={form.closeConflict}
    >
      <p>
        {t('form.conflict_text', {
          who: isLabel(current['updated_by']) ? labelText(current['updated_by']) : t('form.somebody'),
          when: typeof current['updated_at'] === 'string' ? format.ago(current['updated_at']) : '',
        })}
      </p>
      <table className={styles['conflict']}>
        <thead>
          <tr>
            <th>{t('form.conflict_field')}</th>
            <th>{t('form.mine')}</th>
            <th>{t('form.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {both.map((field) => (
            <tr key={field.key}>
              <td>{labelOf(field)}</td>
              {(['mine', 'theirs'] as const).map((side) => (
                <td key={side}>
                  <Choice
                    field={field}
                    entity={form.entity.key}
                    value={side === 'mine' ? form.values[field.key] : current[field.key]}
                    label={`${labelOf(field)}: ${t(`form.${side}`)}`}
                    isChosen={sideOf(field) === side}
                    onChoose={() => setSides({ ...sides, [field.key]: side })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {theirs.length > 0 && (
        <p>{t('form.conflict_others', { fields: format.list(theirs.map((field) => labelOf(field))) })}</p>
      )}
    </Modal>
  )
}

interface ChoiceProps {
  field: Field
  entity: string
  value: FieldValue
  label: string
  isChosen: boolean
  onChoose: () => void
}

function Choice({ field, entity, value, label, isChosen, onChoose }: ChoiceProps) {
  return (
    <div className={styles['choice']}>
      <Radio checked={isChosen} onChange={onChoose} aria-label={label} />
      <div style={{ minWidth: 0 }}>
        <FieldCell field={field} value={value} entity={entity} />
      </div>
    </div>
  )
}
