import { App } from 'antd'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { findFieldNamed, namesOf } from '../lookup'
import { deleteFieldChanges } from '../changes/fields'
import type { LayoutDocument, ViewDocument } from '../documents'
import { useSave } from '../save/SaveContext'
import { useTexts } from '../texts'
import { useRefusal } from '../save/useRefusal'

/** Retires a field after a question; what refuses is shown with the way to it. */
export function useDeleteField(entity: Entity): (field: string, onDeleted: () => void) => void {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const { modal } = App.useApp()
  const showRefusal = useRefusal()

  const remove = async (field: string, name: string, onDeleted: () => void) => {
    const outcome = await save({
      changes: deleteFieldChanges(entity.key, namesOf(entity, field), {
        layouts: entity.layouts as LayoutDocument[],
        views: entity.views as ViewDocument[],
      }),
      message: t('message.field_deleted', { name, entity: labelOf(entity) }),
    })
    if (outcome.state === 'saved') onDeleted()
    else if ('issues' in outcome) showRefusal(t('field.not_deleted', { name }), outcome.issues)
  }

  return (field, onDeleted) => {
    const name = labelOf(findFieldNamed(entity, field), field)
    modal.confirm({
      title: t('field.delete_title', { name }),
      content: t('field.delete_hint'),
      okText: t('field.delete'),
      okButtonProps: { danger: true },
      cancelText: t('editor.cancel'),
      onOk: () => remove(field, name, onDeleted),
    })
  }
}
