import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useNavigate } from 'react-router'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { componentQuery } from '../api/metadata'
import { deleteEntityChanges } from '../changes/entity'
import { studioHome } from '../paths'
import { useSave } from '../save/SaveContext'
import { useRefusal } from '../save/useRefusal'
import { useTexts } from '../texts'

/** Retires an entity with its forms, lists and menu entries; what refers to it refuses, with links. */
export function useDeleteEntity(entity: Entity): () => void {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { menus } = useSchema()
  const { modal } = App.useApp()
  const showRefusal = useRefusal()
  const name = labelOf(entity)

  const remove = async () => {
    const stored = await Promise.all(menus.map((menu) => client.fetchQuery(componentQuery('menu', menu.key))))
    const outcome = await save({
      changes: deleteEntityChanges(entity.key, { ...entity, menus: stored.map(({ document }) => document) }),
      message: t('message.entity_deleted', { name }),
    })
    if (outcome.state === 'saved') void navigate(studioHome)
    else if ('issues' in outcome) showRefusal(t('settings.not_deleted', { name }), outcome.issues)
  }

  return () => {
    modal.confirm({
      title: t('settings.delete_title', { name }),
      content: t('settings.delete_hint'),
      okText: t('settings.delete'),
      okButtonProps: { danger: true },
      cancelText: t('editor.cancel'),
      onOk: remove,
    })
  }
}
