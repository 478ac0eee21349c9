import { CloseOutlined, DeleteOutlined, EditOutlined, UndoOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../api/types'
import { usePluralLabel } from '../../schema/labels'
import { useRecordActions } from '../useRecordActions'
import { BulkEditDialog } from './BulkEditDialog'
import styles from './list.module.css'

interface BulkBarProps {
  entity: Entity
  ids: string[]
  isBin: boolean
  onDone: () => void
}

export function BulkBar({ entity, ids, isBin, onDone }: BulkBarProps) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const pluralOf = usePluralLabel()
  const { remove, restore } = useRecordActions(entity)
  const [isEditing, setEditing] = useState(false)
  if (ids.length === 0) return null

  const askAndRemove = async () => {
    const isSure = await modal.confirm({
      title: t('record.delete_many', { count: ids.length, label: pluralOf(entity) }),
      content: t('record.delete_hint'),
      okText: t('record.delete'),
      okButtonProps: { danger: true },
    })
    if (isSure && (await remove(ids))) onDone()
  }

  return (
    <div className={styles['bulk']} role="toolbar" aria-label={t('list.selected', { count: ids.length })}>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        onClick={onDone}
        aria-label={t('list.clear_selection')}
      />
      <strong className={styles['bulkCount']}>{t('list.selected', { count: ids.length })}</strong>
      {isBin ? (
        <Button size="small" icon={<UndoOutlined />} onClick={() => void restore(ids).then(onDone)}>
          {t('record.restore')}
        </Button>
      ) : (
        <>
          {entity.can.edit && (
            <Button size="small" icon={<EditOutlined />} onClick={() => setEditing(true)}>
              {t('list.bulk_edit')}
            </Button>
          )}
          {entity.can.delete && (
            <Button size="small" danger icon={<DeleteOutlined />} onClick={() => void askAndRemove()}>
              {t('record.delete')}
            </Button>
          )}
        </>
      )}
      {isEditing && (
        <BulkEditDialog entity={entity} ids={ids} onClose={() => setEditing(false)} onDone={onDone} />
      )}
    </div>
  )
}
