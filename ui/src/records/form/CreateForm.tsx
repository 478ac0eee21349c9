import { App } from 'antd'
import { useEffect, useMemo, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useDefaults } from '../../fields/useDefaults'
import { useLabel } from '../../schema/labels'
import { isEditable, layoutFields, resolveLayout, unplacedRequiredFields } from '../../schema/layout'
import { ConflictDialog } from './ConflictDialog'
import type { Draft } from './draft'
import { FormBody } from './FormBody'
import { SaveBar } from './SaveBar'
import { useFormKeys } from './useFormKeys'
import { focusFirstIssue, useConfirmDiscard, useLookup } from './useFormTexts'
import { useRecordForm } from './useRecordForm'
import styles from './CreateForm.module.css'

interface CreateFormProps {
  entity: Entity
  prefill?: Draft | undefined
  onCreated: (record: RecordDocument) => void
  onCancel: () => void
  /** Offers to go on with the next one. */
  isRepeatable?: boolean
  /** Lets whatever surrounds the form (the cross of a drawer) cancel it with the same question. */
  cancelRef?: RefObject<() => void>
}

export function CreateForm(props: CreateFormProps) {
  const [round, setRound] = useState(0)
  return <OneCreateForm key={round} {...props} onAgain={() => setRound(round + 1)} />
}

function OneCreateForm({
  entity,
  prefill,
  onCreated,
  onCancel,
  isRepeatable,
  cancelRef,
  onAgain,
}: CreateFormProps & { onAgain: () => void }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const { message } = App.useApp()
  const defaultsOf = useDefaults()
  const confirmDiscard = useConfirmDiscard()
  const layout = useMemo(() => resolveLayout(entity), [entity])
  const [initial] = useState<Draft>(() => ({
    ...defaultsOf(entity.fields.filter((field) => isEditable(field, true))),
    ...prefill,
  }))
  const fields = useMemo(
    () => [...layoutFields(layout), ...unplacedRequiredFields(entity, layout)],
    [entity, layout],
  )
  const form = useRecordForm({ entity, initial, fields, lookup: useLookup() })

  const save = async (then: (record: RecordDocument) => void) => {
    const result = await form.save()
    if (result === 'refused') return focusFirstIssue()
    void message.success(t('form.created', { label: labelOf(entity) }))
    then(result)
  }
  const cancel = async () => {
    if (!(await confirmDiscard(form.isDirty))) return
    form.reset()
    onCancel()
  }
  useEffect(() => {
    if (cancelRef) cancelRef.current = () => void cancel()
  })
  const onKeyDown = useFormKeys({ onSave: () => void save(onCreated), onCancel: () => void cancel() })

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- shortcuts for the buttons inside
    <div className={styles['create']} onKeyDown={onKeyDown}>
      <div className={styles['scroll']}>
        <FormBody form={form} layout={layout} />
      </div>
      <SaveBar
        form={form}
        onSave={() => void save(onCreated)}
        onSaveAndNew={isRepeatable ? () => void save(onAgain) : undefined}
        onCancel={() => void cancel()}
      />
      <ConflictDialog form={form} onSaved={() => undefined} />
    </div>
  )
}
