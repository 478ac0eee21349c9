import { DownOutlined, LayoutOutlined, PushpinFilled, PushpinOutlined } from '@ant-design/icons'
import { Button, Dropdown, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsStaff } from '../../api/useIsStaff'
import { useMayWrite } from '../../api/useMayWrite'
import type { ViewDocument } from '../../api/viewDocuments'
import { useLabel, type LabelOf } from '../../schema/labels'
import { IconButton } from '../../shared/IconButton'
import { useIsNarrow } from '../../shared/media'
import { ALL_RECORDS } from '../list/views'
import { FRESH } from '../list/urlState'
import type { ListData } from '../list/useListData'
import { SegmentDialog } from '../segments/SegmentDialog'
import { SegmentList } from '../segments/SegmentList'
import { isChanged } from './changes'
import { ShareDialog } from './ShareDialog'
import { useViewActions } from './useViewActions'
import { ViewDialog } from './ViewDialog'
import styles from './views.module.css'

type Dialog = 'save_as' | 'settings' | 'share' | 'segment' | 'segments' | null
type Items = NonNullable<MenuProps['items']>

/** All views by whose they are, and what can be done with the one that is open. */
export function ViewMenu({ data }: { data: ListData }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const isNarrow = useIsNarrow()
  const actions = useViewActions(data)
  const [dialog, setDialog] = useState<Dialog>(null)
  const { view, views, personal, change } = data
  const saved = view?.saved
  const changed = isChanged(data)
  const keeps = useKeepsViews()
  const canChange = saved?.can_edit === true && keeps
  const canSave = changed && canChange
  const isDefault = personal?.default === view?.key
  const name = nameOf(view, labelOf, t('list.all'))

  const group = (key: string, label: string, listed: ViewDocument[]): Items =>
    listed.length === 0
      ? []
      : [
          {
            key,
            type: 'group',
            label,
            children: listed.map((item) => ({
              key: `view:${item.key}`,
              label: (
                <ViewLine
                  name={nameOf(item, labelOf, t('list.all'))}
                  note={noteOf(item, personal?.default === item.key, t)}
                  isPinned={personal?.pinned.includes(item.key) === true}
                  onPin={() => actions.togglePin(item.key)}
                />
              ),
            })),
          },
        ]
  const items: Items = [
    ...group(
      'own',
      t('views.mine'),
      views.filter((item) => item.saved?.is_own),
    ),
    ...group(
      'others',
      t('views.shared_with_me'),
      views.filter((item) => item.saved && !item.saved.is_own),
    ),
    ...group(
      'standard',
      t('views.standard'),
      views.filter((item) => !item.saved),
    ),
    { type: 'divider' },
    ...(canSave ? [{ key: 'save', label: t('views.save_changes') }] : []),
    ...(keeps ? [{ key: 'save_as', label: t('views.save_as') }] : []),
    ...(changed ? [{ key: 'reset', label: t('views.reset') }] : []),
    ...(canChange
      ? [
          { key: 'settings', label: t('views.rename') },
          { key: 'share', label: t('views.share') },
        ]
      : []),
    ...(keeps ? [{ key: 'default', label: t(isDefault ? 'views.unset_default' : 'views.set_default') }] : []),
    { key: 'copy', label: t('views.copy_link') },
    ...(canChange ? [{ key: 'delete', danger: true, label: t('views.delete') }] : []),
    ...(keeps
      ? [
          { type: 'divider' as const },
          { key: 'segment', label: t('segments.save') },
          { key: 'segments', label: t('segments.manage') },
        ]
      : []),
  ]
  const deeds: Record<string, () => void> = {
    save: () => saved && void actions.save(saved),
    reset: () => actions.reset(),
    default: () => view && actions.toggleDefault(view.key),
    copy: () => view && void actions.copyLink(view.key),
    delete: () => saved && void actions.remove(saved),
  }
  const pick = (key: string) => {
    if (key.startsWith('view:')) return change({ ...FRESH, view: key.slice('view:'.length) })
    const deed = deeds[key]
    if (deed) deed()
    else setDialog(key as Dialog)
  }

  return (
    <div className={styles['menu']}>
      {changed && keeps && (
        <Button size="small" type="link" onClick={() => (canSave ? deeds['save']?.() : setDialog('save_as'))}>
          {canSave ? t('views.save') : t('views.save_as')}
        </Button>
      )}
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        menu={{
          items,
          selectedKeys: view ? [`view:${view.key}`] : [],
          className: styles['items'] ?? '',
          onClick: ({ key }) => pick(key),
        }}
      >
        {isNarrow ? (
          <IconButton icon={<LayoutOutlined />} label={t('views.menu')} />
        ) : (
          <Button aria-label={t('views.menu')}>
            {t('views.menu')} <DownOutlined />
          </Button>
        )}
      </Dropdown>
      {dialog === 'save_as' && (
        <ViewDialog data={data} name="" onSave={actions.saveAs} onClose={() => setDialog(null)} />
      )}
      {dialog === 'settings' && saved && (
        <ViewDialog
          data={data}
          name={saved.name}
          onSave={(sent) => actions.update(saved, sent)}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'share' && saved && (
        <ShareDialog
          entity={data.entity}
          name={saved.name}
          audience={saved.audience}
          onShare={(audience) => actions.update(saved, { audience })}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'segment' && <SegmentDialog data={data} name={name} onClose={() => setDialog(null)} />}
      {dialog === 'segments' && <SegmentList data={data} onClose={() => setDialog(null)} />}
    </div>
  )
}

/** Views are kept by colleagues alone. */
function useKeepsViews(): boolean {
  const isStaff = useIsStaff()
  return useMayWrite() && isStaff
}

function nameOf(view: ViewDocument | undefined, labelOf: LabelOf, all: string): string {
  return view?.key === ALL_RECORDS ? all : labelOf(view, '')
}

function noteOf(
  { saved }: ViewDocument,
  isDefault: boolean,
  t: ReturnType<typeof useTranslation>['t'],
): string {
  const { audience } = saved ?? {}
  const shared =
    audience &&
    (audience.everyone || audience.users.length + audience.units.length + audience.roles.length > 0)
  const notes = [
    ...(saved && !saved.is_own ? [t('views.owner', { name: saved.owner.label })] : []),
    ...(shared ? [t('views.shared')] : []),
    ...(isDefault ? [t('views.default')] : []),
  ]
  return notes.join(' · ')
}

interface ViewLineProps {
  name: string
  note: string
  isPinned: boolean
  onPin: () => void
}

function ViewLine({ name, note, isPinned, onPin }: ViewLineProps) {
  const { t } = useTranslation()
  const keeps = useKeepsViews()
  return (
    <span className={styles['line']}>
      <span className={styles['name']}>{name}</span>
      <span className={styles['note']}>{note}</span>
      <IconButton
        type="text"
        size="small"
        disabled={!keeps}
        icon={isPinned ? <PushpinFilled /> : <PushpinOutlined />}
        label={t(isPinned ? 'views.unpin' : 'views.pin', { name })}
        aria-pressed={isPinned}
        onClick={(event) => {
          event.stopPropagation()
          onPin()
        }}
      />
    </span>
  )
}
