import { Card, Checkbox, Flex, Tabs } from 'antd'
import { useAccessTexts } from '../../records/access/accessTexts'
import { useLabel } from '../../schema/labels'
import { IssuesContext } from '../controls/IssuesContext'
import { LabelsInput } from '../controls/LabelsInput'
import type { RoleDocument } from '../documents'
import { IssueList } from '../save/IssueList'
import { SaveBar } from '../save/SaveBar'
import { useComponentEditor } from '../save/useComponentEditor'
import { FieldMatrix } from './FieldMatrix'
import { RightsMatrix } from './RightsMatrix'

/** One role: its name, its rights on records, what it keeps back of fields. */
export function RoleEditor({ roleKey }: { roleKey: string }) {
  const t = useAccessTexts()
  const labelOf = useLabel()
  const editor = useComponentEditor('role', roleKey, (role) => t('roles.message', { name: labelOf(role) }))
  const { value, change } = editor
  const set = (part: Partial<RoleDocument>) => change((role) => ({ ...role, ...part }))
  const tabs = [
    {
      key: 'entities',
      label: t('roles.entities'),
      children: <RightsMatrix role={value} onChange={(entities) => set({ entities })} />,
    },
    {
      key: 'fields',
      label: t('roles.fields'),
      children: <FieldMatrix role={value} onChange={(fields) => set({ fields })} />,
    },
  ]
  return (
    <IssuesContext value={{ issues: editor.issues, prefix: `role/${roleKey}` }}>
      <SaveBar editor={editor} />
      <IssueList issues={editor.issues} />
      <Card size="small" style={{ marginBottom: 12 }}>
        <Flex vertical gap={12}>
          <LabelsInput
            compact
            name={t('roles.name')}
            value={value.label}
            onChange={(label) => set({ label })}
          />
          <Flex gap={16} wrap>
            <Checkbox
              checked={value.admin ?? false}
              onChange={({ target }) => set({ admin: target.checked })}
            >
              {t('roles.admin')}
            </Checkbox>
            <Checkbox
              checked={value.portal ?? false}
              onChange={({ target }) => set({ portal: target.checked })}
            >
              {t('roles.portal')}
            </Checkbox>
          </Flex>
        </Flex>
      </Card>
      {!value.admin && <Tabs items={tabs} />}
    </IssuesContext>
  )
}
