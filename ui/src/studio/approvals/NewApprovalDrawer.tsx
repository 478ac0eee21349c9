import { Alert, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Issue } from '../../api/problem'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import type { Stored } from '../api/metadata'
import { findKeyFault, suggestKey } from '../changes/keys'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { KeyInput } from '../controls/KeyInput'
import { LabelsInput } from '../controls/LabelsInput'
import type { Labels } from '../documents'
import { workflowPath } from '../paths'
import { issuesElsewhere } from '../save/issues'
import { useSave } from '../save/SaveContext'
import { useApprovalTexts } from './approvalTexts'
import type { WorkflowDocument } from './document'
import { templatesFor } from './templates'

interface NewApprovalDrawerProps {
  entity: string | null
  workflows: Stored<WorkflowDocument>[]
  onClose: () => void
}

const SHOWN = ['key', '', 'label', 'entity']
const hasText = (labels: Labels) => Object.values(labels).some((text) => text?.trim())

/** A new approval asks the direct manager and is switched off, so that it can be drawn in peace. */
export function NewApprovalDrawer({ entity: given, workflows, onClose }: NewApprovalDrawerProps) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const { entities } = useSchema()
  const save = useSave()
  const navigate = useNavigate()
  const [entity, setEntity] = useState(given)
  const [label, setLabel] = useState<Labels>({})
  const [ownKey, setOwnKey] = useState<string | null>(null)
  const [issues, setIssues] = useState<Issue[]>([])
  const [isSaving, setSaving] = useState(false)

  const taken = workflows.map(({ document }) => document.key)
  const key = ownKey ?? (hasText(label) ? suggestKey(label, taken, 'approval') : '')
  const isReady = entity !== null && hasText(label) && findKeyFault(key, taken) === null
  const create = async () => {
    if (entity === null || !isReady) return
    setSaving(true)
    const step = templatesFor(['approval'], [])[0]?.make()
    const siblings = workflows.filter(({ document }) => document.entity === entity)
    const order = Math.max(0, ...siblings.map(({ document }) => document.order ?? 0)) + 10
    const nodes: WorkflowDocument['nodes'] = step
      ? { manager: { ...step, label: { en: 'Manager', 'zh-hans': '直接上级' }, order: 10 } }
      : {}
    const document: WorkflowDocument = { kind: 'workflow', key, entity, label, active: false, order, nodes }
    const outcome = await save({
      changes: [{ op: 'put', kind: 'workflow', key, document }],
      message: t('message.added', { name: labelOf({ label }, key) }),
    })
    setSaving(false)
    if (outcome.state === 'saved') void navigate(workflowPath(key))
    else if ('issues' in outcome) setIssues(outcome.issues)
  }
  const offered = entities
    .filter(({ line_of, system }) => !line_of && !system)
    .map((one) => ({ value: one.key, label: labelOf(one) }))
  return (
    <EditorDrawer
      size={520}
      title={t('list.add')}
      issues={issues}
      prefix={`workflow/${key}`}
      general={issuesElsewhere(issues, SHOWN, `workflow/${key}`)}
      okText={t('list.create')}
      isDirty={hasText(label) === true}
      isSaving={isSaving}
      isBlocked={!isReady}
      onSave={() => void create()}
      onClose={onClose}
    >
      <Control names={['entity']} label={t('attribute.entity')} required>
        {(aria) => (
          <Select<string>
            {...aria}
            showSearch={{ optionFilterProp: 'label' }}
            value={entity}
            options={offered}
            onChange={setEntity}
          />
        )}
      </Control>
      <Control names={['label']} label={t('attribute.label')} required>
        {(aria) => (
          <LabelsInput aria={aria} autoFocus name={t('attribute.label')} value={label} onChange={setLabel} />
        )}
      </Control>
      <KeyInput value={key} taken={taken} onChange={setOwnKey} />
      <Alert type="info" showIcon title={t('list.starts_off')} />
    </EditorDrawer>
  )
}
