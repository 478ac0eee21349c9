import { Card, Flex, Form, InputNumber, Radio } from 'antd'
import type { ReactNode } from 'react'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { putChanges } from '../changes/documents'
import { ConditionInput } from '../controls/ConditionInput'
import { Control } from '../controls/Control'
import { IssuesContext } from '../controls/IssuesContext'
import { LabelsInput } from '../controls/LabelsInput'
import { SwitchRow } from '../controls/SwitchRow'
import { FieldGrid } from '../controls/FieldGrid'
import type { ViewDocument } from '../documents'
import { DeleteButton } from '../save/DeleteButton'
import { deletionOf } from '../save/useDeletion'
import { IssueList } from '../save/IssueList'
import { issuesElsewhere } from '../save/issues'
import { SaveBar } from '../save/SaveBar'
import { useComponentEditor } from '../save/useComponentEditor'
import { useLivePlan } from '../save/useLivePlan'
import { useTexts } from '../texts'
import { ColumnsEditor } from './ColumnsEditor'
import { SortEditor } from './SortEditor'

interface ViewEditorProps {
  entity: Entity
  viewKey: string
  chooser: ReactNode
  onDeleted: () => void
}

const SHOWN = ['label', 'columns', 'filter', 'sort', 'default', 'type', 'page_size']

export function ViewEditor({ entity, viewKey, chooser, onDeleted }: ViewEditorProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const editor = useComponentEditor('view', viewKey, (view) =>
    t('message.view_changed', { name: labelOf(view), entity: labelOf(entity) }),
  )
  const { value, base, change } = editor
  const live = useLivePlan(editor.isDirty ? putChanges('view', base.document, value) : null)
  const issues = editor.issues.length > 0 ? editor.issues : live.issues
  const prefix = `view/${viewKey}`
  const set = (part: Partial<ViewDocument>) => change((view) => ({ ...view, ...part }))
  const name = labelOf(value)
  const deletion = deletionOf(t, 'views.', {
    kind: 'view',
    key: viewKey,
    name,
    message: t('message.view_deleted', { name, entity: labelOf(entity) }),
  })
  const isTree = entity.fields.some(({ kind }) => kind === 'parent')

  return (
    <IssuesContext value={{ issues, prefix }}>
      <SaveBar editor={editor}>{chooser}</SaveBar>
      <IssueList issues={issuesElsewhere(editor.issues, SHOWN, prefix)} />
      <FieldGrid min={320}>
        <Card title={t('views.columns')} size="small" style={{ marginBottom: 16 }}>
          <ColumnsEditor entity={entity} columns={value.columns} onChange={(columns) => set({ columns })} />
        </Card>
        <Card title={t('views.settings')} size="small" style={{ marginBottom: 16 }}>
          <Form layout="vertical" component="div">
            <Control names={['label']} label={t('controls.label')} required>
              {(aria) => (
                <LabelsInput
                  compact
                  aria={aria}
                  name={t('controls.label')}
                  value={value.label}
                  onChange={(label) => set({ label })}
                />
              )}
            </Control>
            <Control names={['filter']} label={t('views.filter')} help={t('views.filter_help')} isRule>
              {(aria) => (
                <ConditionInput
                  aria={aria}
                  entity={entity.key}
                  minRows={2}
                  value={value.filter}
                  placeholder={'status = "open" and owner = user'}
                  onChange={(filter) => set({ filter })}
                />
              )}
            </Control>
            <SortEditor entity={entity} sort={value.sort} onChange={(sort) => set({ sort })} />
            <Control names={['page_size']} label={t('views.page_size')}>
              {(aria) => (
                <InputNumber
                  {...aria}
                  min={1}
                  max={1000}
                  precision={0}
                  placeholder="50"
                  value={value.page_size ?? null}
                  onChange={(size) => set({ page_size: size ?? undefined })}
                />
              )}
            </Control>
            {isTree && (
              <Control names={['type']} label={t('views.type')}>
                {(aria) => (
                  <Radio.Group
                    {...aria}
                    value={value.type ?? 'list'}
                    options={(['list', 'tree'] as const).map((type) => ({
                      value: type,
                      label: t(`views.types.${type}`),
                    }))}
                    onChange={({ target }) => set({ type: target.value as 'list' | 'tree' })}
                  />
                )}
              </Control>
            )}
            <SwitchRow
              label={t('views.default')}
              help={t('views.default_help')}
              checked={value.default ?? false}
              onChange={(isDefault) => set({ default: isDefault })}
            />
          </Form>
          <Flex justify="flex-end" style={{ marginTop: 12 }}>
            <DeleteButton deletion={deletion} onDeleted={onDeleted} />
          </Flex>
        </Card>
      </FieldGrid>
    </IssuesContext>
  )
}
