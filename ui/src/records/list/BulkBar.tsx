import { CloseOutlined, DeleteOutlined, EditOutlined, UndoOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Meant } from '../../api/massChanges'
import { ClaimMany } from '../../process/pool/ClaimMany'
import { hasPool } from '../../process/pool/usePoolOffers'
import { usePluralLabel } from '../../schema/labels'
import { MassEditDialog } from '../mass/MassEditDialog'
import { MassOutcome } from '../mass/MassOutcome'
import { useCounted, useMassTexts } from '../mass/massTexts'
import { useMassChange } from '../mass/useMassChange'
import { useRecordActions } from '../useRecordActions'
import { titleOf } from '../titles'
import { IconButton } from '../../shared/IconButton'
import type { Selection } from './selection'
import { whichRecords } from './totals'
import type { ListData } from './useListData'
import styles from './list.module.css'

interface BulkBarProps {
  data: ListData
  selection: Selection
}

/** What can be done with the rows that are selected, or with all that match. */
export function BulkBar({ data, selection }: BulkBarProps) {
  const { t } = useTranslation()
  const mass = useMassTexts()
  const counted = useCounted()
  const { entity, question, state, list, tree } = data
  const [isEditing, setEditing] = useState(false)
  const change = useMassChange(entity, () => {
    setEditing(false)
    selection.clear()
  })
  const ids = [...selection.ids]
  const { isEverything } = selection
  const count = list.count ?? 0
  const canTakeAll = !isEverything && !tree && !state.isBin && entity.can.edit && count > ids.length
  const meant: Meant = isEverything ? whichRecords(question) : { ids }
  const nameOf = (id: string) => {
    const row = list.rows.find((each) => each.id === id)
    return row ? titleOf(entity, row) : `#${id}`
  }
  const close = () => {
    setEditing(false)
    change.forget()
  }

  return (
    <>
      <MassOutcome entity={entity} change={change} />
      {ids.length > 0 && (
        <div className={styles['bulk']} role="toolbar" aria-label={t('list.selected', { count: ids.length })}>
          <IconButton
            type="text"
            size="small"
            icon={<CloseOutlined />}
            onClick={selection.clear}
            label={t('list.clear_selection')}
          />
          <strong className={styles['bulkCount']}>
            {isEverything ? everything(data, counted) : t('list.selected', { count: ids.length })}
          </strong>
          {canTakeAll && (
            <Button type="link" size="small" onClick={selection.takeEverything}>
              {list.countKind === 'exact' ? counted('select_everything', count) : mass('select_all_matching')}
            </Button>
          )}
          {!state.isBin && entity.can.edit && (
            <Button size="small" icon={<EditOutlined />} onClick={() => setEditing(true)}>
              {mass('edit')}
            </Button>
          )}
          {!isEverything && !state.isBin && hasPool(entity) && (
            <ClaimMany entity={entity} ids={ids} nameOf={nameOf} onDone={selection.clear} />
          )}
          {!isEverything && <GoneAndBack data={data} ids={ids} onDone={selection.clear} />}
        </div>
      )}
      {isEditing && !change.job && !change.outcome && (
        <MassEditDialog
          entity={entity}
          meant={meant}
          picked={isEverything ? null : ids.length}
          change={change}
          onClose={close}
        />
      )}
    </>
  )
}

function everything({ list }: ListData, counted: ReturnType<typeof useCounted>): string {
  const text = counted('everything', list.count ?? 0)
  return list.countKind === 'capped' ? text.replace(/[\d,]+/, '$&+') : text
}

/** Into the bin, and out of it. */
function GoneAndBack({ data, ids, onDone }: { data: ListData; ids: string[]; onDone: () => void }) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const pluralOf = usePluralLabel()
  const { entity, state } = data
  const { remove, restore } = useRecordActions(entity)
  const askAndRemove = async () => {
    const isSure = await modal.confirm({
      title: t('record.delete_many', { count: ids.length, label: pluralOf(entity) }),
      content: t('record.delete_hint'),
      okText: t('record.delete'),
      okButtonProps: { danger: true },
    })
    if (isSure && (await remove(ids))) onDone()
  }
  if (state.isBin)
    return (
      <Button size="small" icon={<UndoOutlined />} onClick={() => void restore(ids).then(onDone)}>
        {t('record.restore')}
      </Button>
    )
  if (!entity.can.delete) return null
  return (
    <Button size="small" danger icon={<DeleteOutlined />} onClick={() => void askAndRemove()}>
      {t('record.delete')}
    </Button>
  )
}
