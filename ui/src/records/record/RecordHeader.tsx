import {
  ArrowLeftOutlined,
  CloseOutlined,
  DeleteOutlined,
  DownOutlined,
  EditOutlined,
  EllipsisOutlined,
  ExpandAltOutlined,
  LinkOutlined,
  TeamOutlined,
  UpOutlined,
} from '@ant-design/icons'
import { App, Button, Dropdown, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsStaff } from '../../api/useIsStaff'
import { ConvertButton } from '../../process/convert/ConvertButton'
import { ClaimButton } from '../../process/pool/ClaimButton'
import { usePoolActions } from '../../process/pool/usePoolActions'
import { usePluginActions } from '../../process/plugins/usePluginActions'
import { SubmitButton } from '../../process/RecordApproval'
import { useLabel } from '../../schema/labels'
import { IconButton } from '../../shared/IconButton'
import { NamedIcon } from '../../shared/icons'
import { LinkButton } from '../../shared/LinkButton'
import { useIsNarrow } from '../../shared/media'
import { recordPath } from '../../shared/paths'
import { AccessDrawer } from '../access/AccessDrawer'
import { useAccessTexts } from '../access/accessTexts'
import { usePeopleActions } from '../people/usePeopleActions'
import { titleOf } from '../titles'
import { useRecordActions } from '../useRecordActions'
import type { RecordViewProps } from './recordViewProps'
import type { RecordEditor } from './useRecordEditor'
import styles from './record.module.css'

const TITLE_LENGTH = 300

export function RecordHeader(props: RecordViewProps & { editor: RecordEditor }) {
  const { entity, record, shape, onLeave, editor } = props
  const { t } = useTranslation()
  const labelOf = useLabel()
  const title = titleOf(entity, record).slice(0, TITLE_LENGTH)
  const isPanel = shape === 'panel'
  const leaveLabel = t(isPanel ? 'record.close' : 'record.back')

  return (
    <header className={styles['header']}>
      {!isPanel && (
        <IconButton type="text" icon={<ArrowLeftOutlined />} onClick={onLeave} label={leaveLabel} />
      )}
      <span className={styles['icon']} aria-hidden>
        <NamedIcon name={entity.icon} />
      </span>
      <div className={styles['titles']}>
        <span className={styles['kind']} dir="auto">
          {labelOf(entity)}
        </span>
        <h1 className={styles['title']} title={title} dir="auto">
          {title}
        </h1>
      </div>
      <Moves {...props} />
      <MainActions {...props} />
      {isPanel && (
        <>
          <LinkButton
            to={recordPath(entity.key, record.id)}
            type="text"
            icon={<ExpandAltOutlined />}
            aria-label={t('record.expand')}
            title={t('record.expand')}
          />
          <IconButton
            type="text"
            icon={<CloseOutlined />}
            onClick={() => (editor.editing ? void editor.cancel().then(onLeave) : onLeave())}
            label={leaveLabel}
          />
        </>
      )}
    </header>
  )
}

function Moves({ place, onPrevious, onNext }: RecordViewProps) {
  const { t } = useTranslation()
  if (!onPrevious && !onNext) return null
  return (
    <span className={styles['moves']}>
      {place && (
        <span className={styles['place']}>
          {place.at} / {place.of}
        </span>
      )}
      <IconButton
        type="text"
        size="small"
        icon={<UpOutlined />}
        disabled={!onPrevious}
        onClick={onPrevious}
        label={t('record.previous')}
      />
      <IconButton
        type="text"
        size="small"
        icon={<DownOutlined />}
        disabled={!onNext}
        onClick={onNext}
        label={t('record.next')}
      />
    </span>
  )
}

function MainActions({ entity, record, editor, onLeave, shape }: RecordViewProps & { editor: RecordEditor }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { remove } = useRecordActions(entity)
  const people = usePeopleActions(entity, record)
  const pool = usePoolActions(entity, record)
  const tAccess = useAccessTexts()
  const isStaff = useIsStaff()
  const [isAccessOpen, setAccessOpen] = useState(false)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const isNarrow = useIsNarrow()
  const plugins = usePluginActions(entity, record, isMenuOpen)

  const items: MenuProps['items'] = [
    { key: 'link', icon: <LinkOutlined />, label: t('record.copy_link') },
    ...(entity.line_of || !isStaff
      ? []
      : [{ key: 'access', icon: <TeamOutlined />, label: tAccess('open') }]),
    ...people.items,
    ...pool.items,
    ...plugins.items,
    ...(editor.canDelete
      ? [{ key: 'delete', icon: <DeleteOutlined />, label: t('record.delete'), danger: true }]
      : []),
  ]
  const act = async (key: string) => {
    if (people.act(key) || pool.act(key) || plugins.act(key)) return
    if (key === 'access') setAccessOpen(true)
    else if (key === 'link') {
      await navigator.clipboard?.writeText(window.location.origin + recordPath(entity.key, record.id))
      void message.success(t('record.link_copied'))
    } else if (await remove([record.id])) onLeave()
  }

  return (
    <>
      {!editor.editing && <ClaimButton entity={entity} record={record} />}
      {shape === 'page' && !editor.editing && <ConvertButton entity={entity} record={record} />}
      {shape === 'page' && !editor.editing && <SubmitButton entity={entity} record={record} />}
      {editor.canEdit && !editor.isEditingAll && (
        <EditButton isShort={shape === 'panel' || isNarrow} onEdit={() => editor.editAll()} />
      )}
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        onOpenChange={setMenuOpen}
        menu={{ items, onClick: ({ key }) => void act(key) }}
      >
        <IconButton type="text" icon={<EllipsisOutlined />} label={t('list.more_actions')} />
      </Dropdown>
      {people.dialog}
      {pool.dialog}
      {plugins.dialog}
      {isAccessOpen && (
        <AccessDrawer
          entity={entity}
          record={record}
          canShare={editor.rights.share}
          onClose={() => setAccessOpen(false)}
        />
      )}
    </>
  )
}

function EditButton({ isShort, onEdit }: { isShort: boolean; onEdit: () => void }) {
  const { t } = useTranslation()
  const label = t('record.edit')
  if (isShort) return <IconButton icon={<EditOutlined />} label={label} onClick={onEdit} />
  return (
    <Button icon={<EditOutlined />} onClick={onEdit} aria-label={label}>
      {label}
    </Button>
  )
}
