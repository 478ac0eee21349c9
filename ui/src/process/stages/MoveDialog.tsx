import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Modal } from 'antd'
import { useId, useState } from 'react'
import { carryOut, type PathStage, type StagePath } from '../../api/actions'
import type { Entity, Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { withoutOverwriting } from '../../api/withoutOverwriting'
import { FieldInput } from '../../fields/FieldInput'
import { useKinds } from '../../fields/kinds'
import { useLabel } from '../../schema/labels'
import { findField } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import { useStageTexts } from './stageTexts'
import { useRefusalText } from './useRefusalText'
import styles from './StatusPath.module.css'

interface MoveDialogProps {
  entity: Entity
  record: RecordDocument
  path: StagePath
  stage: PathStage
  onClose: () => void
}

/** What cannot be changed by filling something in. */
const FINAL = new Set(['stage_role', 'stage_order', 'stage_by_hand'])

/** What a stage asks for, filled in on the spot, and the move itself. */
export function MoveDialog({ entity, record, path, stage, onClose }: MoveDialogProps) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const format = useFormat()
  const kinds = useKinds()
  const refusalText = useRefusalText(entity)
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [values, setValues] = useState<Record<string, unknown>>({})
  const [isMoving, setMoving] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(undefined)
  const isHere = stage.key === path.current
  const fields = stage.required.flatMap((key) => findField(entity, key) ?? [])
  const asked = fields.filter(({ key }) => stage.asks.includes(key) || key in values)
  const isFinal = isHere || stage.issues.some(({ code }) => FINAL.has(code))
  const label = labelOf(stage)

  const move = async () => {
    setMoving(true)
    setRefusal(undefined)
    const written = Object.fromEntries(
      asked.map((field) => [
        field.key,
        kinds[field.kind].toWrite?.(values[field.key], field) ?? values[field.key],
      ]),
    )
    try {
      await withoutOverwriting(record, [path.field, ...Object.keys(written)], (version) =>
        carryOut(entity.key, record.id, `move.${path.field}`, { stage: stage.key, values: written, version }),
      )
      void message.success(t('moved', { stage: label }))
      onClose()
      await queryClient.invalidateQueries({ queryKey: ['records'] })
    } catch (problem) {
      setRefusal(problem)
    } finally {
      setMoving(false)
    }
  }

  return (
    <Modal
      open
      title={isHere ? label : t('move_to', { stage: label })}
      okText={t('move_to', { stage: label })}
      okButtonProps={{ disabled: isFinal, style: isHere ? { display: 'none' } : {} }}
      confirmLoading={isMoving}
      onOk={() => void move()}
      onCancel={onClose}
    >
      {labelOf({ label: stage.help }, '') && (
        <p className={styles['note']}>{labelOf({ label: stage.help }, '')}</p>
      )}
      {stage.confidence !== null && (
        <p className={styles['note']}>{t('confidence', { percent: format.percent(stage.confidence) })}</p>
      )}
      {isHere && <p className={styles['note']}>{t('here_already')}</p>}
      {!isHere && stage.issues.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('stands_against')}
          description={
            <ul className={styles['against']}>
              {stage.issues.map((issue) => (
                <li key={labelOf({ label: issue.message })}>{labelOf({ label: issue.message })}</li>
              ))}
            </ul>
          }
        />
      )}
      {!isHere && asked.length > 0 && (
        <Form layout="vertical" component="div">
          <div className={styles['asks']}>
            <span>{t('asks')}</span>
            {asked.map((field) => (
              <AskedField
                key={field.key}
                entity={entity}
                field={field}
                value={values[field.key] ?? record[field.key]}
                onChange={(value) => setValues({ ...values, [field.key]: value })}
              />
            ))}
          </div>
        </Form>
      )}
      {refusal !== undefined && (
        <Alert style={{ marginBlockStart: 12 }} type="error" showIcon title={refusalText(refusal)} />
      )}
    </Modal>
  )
}

interface AskedFieldProps {
  entity: Entity
  field: Field
  value: unknown
  onChange: (value: unknown) => void
}

function AskedField({ entity, field, value, onChange }: AskedFieldProps) {
  const id = useId()
  const labelOf = useLabel()
  return (
    <div className={styles['field']} data-field={field.key}>
      <label htmlFor={id}>{labelOf(field)} *</label>
      <FieldInput id={id} field={field} entity={entity.key} value={value} onChange={onChange} />
    </div>
  )
}
