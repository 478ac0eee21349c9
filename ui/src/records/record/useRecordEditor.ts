import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity, Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { isEditable } from '../../schema/layout'
import { focusFirstIssue, useConfirmDiscard, useLookup } from '../form/useFormTexts'
import { useRecordForm } from '../form/useRecordForm'

/** Nothing, one field in place, or the whole form. */
export type Editing = { kind: 'all'; focus?: string | undefined } | { kind: 'field'; key: string } | null

export function useRecordEditor(entity: Entity, record: RecordDocument, fields: Field[]) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [editing, setEditing] = useState<Editing>(null)
  const confirmDiscard = useConfirmDiscard()
  const form = useRecordForm({ entity, record, fields, lookup: useLookup(), isEditing: editing !== null })
  const canEdit = entity.can.edit

  const finish = () => {
    setEditing(null)
    void message.success(t('record.saved'))
  }
  const save = async () => {
    const hadChanges = form.isDirty
    if ((await form.save()) === 'refused') return focusFirstIssue()
    if (hadChanges) finish()
    else setEditing(null)
  }
  const cancel = async () => {
    if (await confirmDiscard(form.isDirty)) giveUp()
  }
  const giveUp = () => {
    form.reset()
    setEditing(null)
  }
  const editField = async (field: Field) => {
    if (!canEdit || !isEditable(field, false)) return
    if (editing?.kind === 'field' && editing.key !== field.key) {
      if (!(await confirmDiscard(form.isDirty))) return
      form.reset()
    }
    setEditing({ kind: 'field', key: field.key })
  }

  return {
    form,
    editing,
    canEdit,
    editAll: (focus?: string) => setEditing({ kind: 'all', focus }),
    editField: (field: Field) => void editField(field),
    save,
    cancel,
    /** Back to reading; what was typed is gone. */
    giveUp,
    finish,
  }
}

export type RecordEditor = ReturnType<typeof useRecordEditor>
