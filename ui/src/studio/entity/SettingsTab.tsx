import { DeleteOutlined } from '@ant-design/icons'
import { Button, Card, Flex, Form, Select, Typography } from 'antd'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { storedFields } from '../changes/fields'
import { findKeyFault } from '../changes/keys'
import { Control } from '../controls/Control'
import { IconPicker } from '../controls/IconPicker'
import { IssuesContext } from '../controls/IssuesContext'
import { KeyInput } from '../controls/KeyInput'
import { LabelsInput } from '../controls/LabelsInput'
import { SwitchRow } from '../controls/SwitchRow'
import { IssueList } from '../save/IssueList'
import { issuesElsewhere } from '../save/issues'
import { SaveBar } from '../save/SaveBar'
import { useComponentEditor } from '../save/useComponentEditor'
import { useTexts } from '../texts'
import type { EntityTabProps } from './entityTab'
import { DuplicatesEditor } from './DuplicatesEditor'
import { QueryGroupsEditor } from './QueryGroupsEditor'
import { useDeleteEntity } from './useDeleteEntity'
import { useRenameEntity } from './useRenameEntity'
import { UniquesEditor } from './UniquesEditor'
import { useState } from 'react'

const SHOWN = [
  'label',
  'plural',
  'icon',
  'owned',
  'description',
  'title_field',
  'uniques',
  'duplicates',
  'query_groups',
]
const TITLE_KINDS = new Set(['text', 'auto_number', 'email', 'phone', 'url', 'long_text', 'formula'])

export function SettingsTab({ entity }: EntityTabProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const editor = useComponentEditor('entity', entity.key, () =>
    t('message.entity_changed', { name: labelOf(entity) }),
  )
  const { value, change } = editor
  const set = (part: Partial<typeof value>) => change((document) => ({ ...document, ...part }))
  const prefix = `entity/${entity.key}`
  const titles = storedFields(value).filter(({ document }) => TITLE_KINDS.has(document.kind))

  return (
    <IssuesContext value={{ issues: editor.issues, prefix }}>
      <SaveBar editor={editor}>
        <Typography.Text type="secondary">{t('settings.hint')}</Typography.Text>
      </SaveBar>
      <Flex vertical gap={16}>
        <IssueList issues={issuesElsewhere(editor.issues, SHOWN, prefix)} />
        <Card>
          <Form layout="vertical" component="div">
            <Control names={['label']} label={t('controls.label')} required>
              {(aria) => (
                <LabelsInput
                  aria={aria}
                  name={t('controls.label')}
                  value={value.label}
                  onChange={(label) => set({ label })}
                />
              )}
            </Control>
            <Control names={['plural']} label={t('controls.plural')}>
              {(aria) => (
                <LabelsInput
                  aria={aria}
                  name={t('controls.plural')}
                  value={value.plural}
                  onChange={(plural) => set({ plural })}
                />
              )}
            </Control>
            <Control
              names={['description']}
              label={t('settings.description')}
              help={t('settings.description_help')}
            >
              {(aria) => (
                <LabelsInput
                  aria={aria}
                  multiline
                  name={t('settings.description')}
                  value={value.description}
                  onChange={(description) => set({ description })}
                />
              )}
            </Control>
            <Control names={['icon']} label={t('controls.icon')}>
              {() => <IconPicker value={value.icon} onChange={(icon) => set({ icon })} />}
            </Control>
            <Control
              names={['title_field']}
              label={t('settings.title_field')}
              help={t('settings.title_help')}
            >
              {(aria) => (
                <Select
                  {...aria}
                  style={{ maxWidth: 360 }}
                  value={value.title_field ?? entity.title_field ?? null}
                  options={titles.map(({ key, document }) => ({ value: key, label: labelOf(document, key) }))}
                  onChange={(title_field) => set({ title_field })}
                />
              )}
            </Control>
            <SwitchRow
              label={t('new_entity.owned')}
              help={t('new_entity.owned_help')}
              checked={value.owned ?? false}
              disabled={Boolean(entity.line_of) || Boolean(entity.system)}
              onChange={(owned) => set({ owned })}
            />
          </Form>
        </Card>
        <Card title={t('uniques.title')} size="small">
          <UniquesEditor document={value} onChange={(uniques) => set({ uniques })} />
        </Card>
        <Card title={t('duplicates.title')} size="small">
          <DuplicatesEditor document={value} onChange={(duplicates) => set({ duplicates })} />
        </Card>
        <Card title={t('query_groups.title')} size="small">
          <QueryGroupsEditor document={value} onChange={(query_groups) => set({ query_groups })} />
        </Card>
        {!entity.system && <KeyCard entity={entity} />}
        {!entity.system && <DeleteCard entity={entity} />}
      </Flex>
    </IssuesContext>
  )
}

function KeyCard({ entity }: Pick<EntityTabProps, 'entity'>) {
  const t = useTexts()
  const { entities } = useSchema()
  const [key, setKey] = useState(entity.key)
  const { rename, issues } = useRenameEntity(entity)
  const taken = entities.map((other) => other.key).filter((other) => other !== entity.key)
  const isReady = key !== entity.key && findKeyFault(key, taken) === null
  return (
    <Card title={t('settings.key')} size="small">
      <IssuesContext value={{ issues }}>
        <Form layout="vertical" component="div">
          <Flex gap={12} align="flex-start" wrap>
            <div style={{ flex: '1 1 260px' }}>
              <KeyInput value={key} taken={taken} help={t('field.rename_help')} onChange={setKey} />
            </div>
            <Button style={{ marginTop: 26 }} disabled={!isReady} onClick={() => void rename(key)}>
              {t('settings.rename')}
            </Button>
          </Flex>
        </Form>
      </IssuesContext>
    </Card>
  )
}

function DeleteCard({ entity }: Pick<EntityTabProps, 'entity'>) {
  const t = useTexts()
  const remove = useDeleteEntity(entity)
  return (
    <Card title={t('settings.delete')} size="small">
      <Flex gap={16} justify="space-between" align="center" wrap>
        <Typography.Text type="secondary" style={{ flex: '1 1 320px' }}>
          {t('settings.delete_hint')}
        </Typography.Text>
        <Button danger icon={<DeleteOutlined />} onClick={() => void remove()}>
          {t('settings.delete')}
        </Button>
      </Flex>
    </Card>
  )
}
