import { App } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity, Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useRecordLock } from '../../process/useRecordCases'
import { useRecordRights } from '../../process/useRecordRights'
import { isEditable } from '../../schema/layout'
import { focusFirstIssue, useConfirmDiscard, useLookup } from '../form/useFormTexts'
import { useRecordForm } from '../form/useRecordForm'

/** Nothing, one field in place, the whole form, or the whole form for a change that is to be approved. */
export type Editing =
  { kind: 'all'; focus?: string | undefined } | { kind: 'change' } | { kind: 'field'; key: string } | null

const NONE: ReadonlySet<string> = new Set()

export function useRecordEditor(entity: Entity, record: RecordDocument, fields: Field[]) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [editing, setEditing] = useState<Editing>(null)
  const confirmDiscard = useConfirmDiscard()
  const lock = useRecordLock({ entity, record })
  const locked = useMemo(() => new Set(lock?.closed), [lock])
  const closed = editing?.kind === 'change' ? NONE : locked
  const form = useRecordForm({
    entity,
    record,
    fields,
    lookup: useLookup(),
    isEditing: editing !== null,
    isWhole: editing?.kind !== 'field',
    closed,
  })
  const isOpen = (field: Field) => isEditable(field, false) && !locked.has(field.key)
  const rights = useRecordRights({ entity, record })
  const canEdit = rights.edit && lock !== undefined && entity.fields.some(isOpen)

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
    if (!canEdit || !isOpen(field)) return
    if (editing?.kind === 'field' && editing.key !== field.key) {
      if (!(await confirmDiscard(form.isDirty))) return
      form.reset()
    }
    setEditing({ kind: 'field', key: field.key })
  }

  return {
    form,
    editing,
    isEditingAll: editing?.kind === 'all' || editing?.kind === 'change',
    rights,
    canEdit,
    /** What approvals close they also keep from the bin. */
    canDelete: rights.delete && lock === null,
    /** Whether the field can be changed where it stands. */
    canEditField: (field: Field) => canEdit && isOpen(field),
    /** Whether a change of the approved record can be submitted for approval instead. */
    canPropose: rights.edit && lock?.reason === 'approved',
    propose: () => setEditing({ kind: 'change' }),
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
