import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Checkbox, Divider, Flex, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Issue } from '../../api/problem'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { componentsQuery } from '../api/metadata'
import { newEntityChanges } from '../changes/entity'
import { findKeyFault, suggestKey } from '../changes/keys'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { IconPicker } from '../controls/IconPicker'
import { KeyInput } from '../controls/KeyInput'
import { LabelsInput } from '../controls/LabelsInput'
import { SwitchRow } from '../controls/SwitchRow'
import type { Labels } from '../documents'
import { entityPath } from '../paths'
import { issuesElsewhere } from '../save/issues'
import { useSave } from '../save/SaveContext'
import { useTexts } from '../texts'
import { pluralOf } from './plural'
import { NEW_MENU, readMenuTarget } from './menuTarget'

interface Draft {
  label: Labels
  plural: Labels | null
  key: string | null
  icon: string
  owned: boolean
  titleLabel: Labels
  withLayout: boolean
  withView: boolean
  withMenu: boolean
  roles: string[]
  menu: string
}

const SHOWN = ['key', '', 'label', 'plural', 'icon', 'owned', 'fields/name/label']

function hasText(labels: Labels): boolean {
  return Object.values(labels).some((text) => text?.trim())
}

export function NewEntityDrawer({ onClose }: { onClose: () => void }) {
  const t = useTexts()
  const labelOf = useLabel()
  const schema = useSchema()
  const client = useQueryClient()
  const save = useSave()
  const navigate = useNavigate()
  const [issues, setIssues] = useState<Issue[]>([])
  const [isSaving, setSaving] = useState(false)
  const [draft, setDraft] = useState<Draft>({
    label: {},
    plural: null,
    key: null,
    icon: 'AppstoreOutlined',
    owned: true,
    titleLabel: { en: 'Name', 'zh-hans': '名称' },
    withLayout: true,
    withView: true,
    withMenu: true,
    roles: [],
    menu: schema.menus[0]?.key ?? NEW_MENU,
  })
  const { data: roles = [] } = useQuery(componentsQuery('role'))
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })

  const taken = schema.entities.flatMap(({ key, aliases }) => [key, ...(aliases ?? [])])
  const key = draft.key ?? (hasText(draft.label) ? suggestKey(draft.label, taken, 'entity') : '')
  const plural = draft.plural ?? pluralOf(draft.label)
  const isReady = hasText(draft.label) && findKeyFault(key, taken) === null

  const create = async () => {
    if (!isReady) return
    setSaving(true)
    const menu = draft.withMenu ? await readMenuTarget(client, schema, draft.menu) : null
    const outcome = await save({
      changes: newEntityChanges({ ...draft, key, plural, menu }),
      message: t('message.entity_added', { name: labelOf({ label: draft.label }, key) }),
    })
    setSaving(false)
    if (outcome.state === 'saved') void navigate(entityPath(key))
    else if ('issues' in outcome) setIssues(outcome.issues)
  }

  const menus = [
    ...schema.menus.map((menu) => ({ value: menu.key, label: labelOf(menu) })),
    { value: NEW_MENU, label: t('new_entity.new_menu') },
  ]
  return (
    <EditorDrawer
      title={t('home.new_entity')}
      issues={issues}
      general={issuesElsewhere(issues, SHOWN, `entity/${key}`)}
      prefix={`entity/${key}`}
      okText={t('new_entity.create')}
      isDirty={hasText(draft.label)}
      isSaving={isSaving}
      isBlocked={!isReady}
      onSave={() => void create()}
      onClose={onClose}
    >
      <Control names={['label']} label={t('controls.label')} help={t('new_entity.label_help')} required>
        {(aria) => (
          <LabelsInput
            aria={aria}
            autoFocus
            name={t('controls.label')}
            value={draft.label}
            onChange={(label) => set({ label })}
          />
        )}
      </Control>
      <KeyInput value={key} taken={taken} onChange={(next) => set({ key: next })} />
      <Control names={['plural']} label={t('controls.plural')} help={t('new_entity.plural_help')}>
        {(aria) => (
          <LabelsInput
            aria={aria}
            name={t('controls.plural')}
            value={plural}
            onChange={(next) => set({ plural: next })}
          />
        )}
      </Control>
      <Control
        names={['fields/name/label']}
        label={t('new_entity.title_field')}
        help={t('new_entity.title_help')}
      >
        {(aria) => (
          <LabelsInput
            aria={aria}
            name={t('new_entity.title_field')}
            value={draft.titleLabel}
            onChange={(titleLabel) => set({ titleLabel })}
          />
        )}
      </Control>
      <Control names={['icon']} label={t('controls.icon')}>
        {() => <IconPicker value={draft.icon} onChange={(icon) => set({ icon })} />}
      </Control>
      <SwitchRow
        label={t('new_entity.owned')}
        help={t('new_entity.owned_help')}
        checked={draft.owned}
        onChange={(owned) => set({ owned })}
      />
      <Divider titlePlacement="start">{t('new_entity.in_the_same_step')}</Divider>
      <Flex vertical gap={10}>
        <Checkbox checked={draft.withLayout} onChange={({ target }) => set({ withLayout: target.checked })}>
          {t('new_entity.with_layout')}
        </Checkbox>
        <Checkbox checked={draft.withView} onChange={({ target }) => set({ withView: target.checked })}>
          {t('new_entity.with_view')}
        </Checkbox>
        <Flex gap={8} align="center" wrap>
          <Checkbox checked={draft.withMenu} onChange={({ target }) => set({ withMenu: target.checked })}>
            {t('new_entity.with_menu')}
          </Checkbox>
          <Select
            aria-label={t('new_entity.menu')}
            style={{ minWidth: 180 }}
            disabled={!draft.withMenu}
            value={draft.menu}
            options={menus}
            onChange={(menu) => set({ menu })}
          />
        </Flex>
      </Flex>
      <Control names={['roles']} label={t('new_entity.roles')} help={t('new_entity.roles_help')}>
        {(aria) => (
          <Select
            {...aria}
            mode="multiple"
            value={draft.roles}
            options={roles.map((role) => ({ value: role.key, label: labelOf(role) }))}
            optionFilterProp="label"
            onChange={(next) => set({ roles: next })}
          />
        )}
      </Control>
      <Alert style={{ marginTop: 20 }} type="info" showIcon title={t('new_entity.live_hint')} />
    </EditorDrawer>
  )
}
