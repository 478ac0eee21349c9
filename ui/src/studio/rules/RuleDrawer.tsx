import { useState } from 'react'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import type { Stored } from '../api/metadata'
import { RunsOfRule } from '../automation/AutomationLinks'
import { putChanges } from '../changes/documents'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { LabelsInput } from '../controls/LabelsInput'
import { SwitchRow } from '../controls/SwitchRow'
import type { RuleDocument } from '../documents'
import { ConflictDialog } from '../save/ConflictDialog'
import { DeleteButton } from '../save/DeleteButton'
import { deletionOf } from '../save/useDeletion'
import { issuesElsewhere } from '../save/issues'
import { useFreshComponent } from '../save/useComponentEditor'
import { useEditor } from '../save/useEditor'
import { useTexts } from '../texts'
import { useRuleForm } from './form/useRuleForm'
import { Preview } from '../reminders/Preview'
import { statementOf } from './kinds'
import { RuleBody, type RuleMode } from './RuleBody'

interface RuleDrawerProps {
  entity: Entity
  stored: Stored<RuleDocument>
  /** The document is not stored yet. */
  isNew: boolean
  onClose: () => void
}

/** Statements that leave runs in the log. */
const ACTING = new Set(['on', 'every'])
const SHOWN = ['label', 'text', 'active']

export function RuleDrawer({ entity, stored, isNew, onClose }: RuleDrawerProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const readFresh = useFreshComponent()
  const [opened] = useState(stored)
  const { key } = opened.document
  const editor = useEditor<RuleDocument>({
    stored: opened,
    readStored: () => (isNew ? Promise.resolve(opened) : readFresh('rule', key)),
    changesOf: (before, after) => putChanges('rule', isNew ? null : before, after),
    messageOf: (rule) =>
      t(isNew ? 'message.rule_added' : 'message.rule_changed', {
        name: labelOf(rule, key),
        entity: labelOf(entity),
      }),
  })
  const { value: rule } = editor
  const name = labelOf(opened.document, key)
  const deletion = deletionOf(t, 'rules.', {
    kind: 'rule',
    key,
    name,
    message: t('message.rule_deleted', { name, entity: labelOf(entity) }),
  })
  const prefix = `rule/${key}`
  const [wanted, setWanted] = useState<RuleMode>('text')
  const set = (part: Partial<RuleDocument>) => editor.change((before) => ({ ...before, ...part }))
  const setText = (text: string) => set({ text })
  const form = useRuleForm(rule.text, wanted === 'form', setText)
  const save = async () => {
    if (await editor.save()) onClose()
  }
  return (
    <EditorDrawer
      size={880}
      title={isNew ? t('rules.new') : labelOf(rule, key)}
      issues={editor.issues}
      prefix={prefix}
      general={issuesElsewhere(editor.issues, SHOWN, prefix)}
      okText={t(isNew ? 'rules.create' : 'editor.save')}
      isDirty={editor.isDirty || form.isAhead}
      isSaving={editor.isSaving}
      isBlocked={form.isAhead || rule.text.trim() === '' || !(isNew || editor.isDirty)}
      onSave={() => void save()}
      onClose={onClose}
      extra={
        isNew ? null : (
          <>
            <DeleteButton deletion={deletion} onDeleted={onClose} />
            {ACTING.has(statementOf(rule.text) ?? '') && <RunsOfRule rule={key} />}
          </>
        )
      }
    >
      <Control names={['label']} label={t('controls.label')}>
        {(aria) => (
          <LabelsInput
            compact
            aria={aria}
            autoFocus={isNew}
            name={t('controls.label')}
            value={rule.label}
            onChange={(label) => set({ label })}
          />
        )}
      </Control>
      <RuleBody
        entity={entity}
        text={rule.text}
        mode={form.isAhead ? 'form' : wanted}
        onMode={setWanted}
        form={form}
        onChange={setText}
      />
      {statementOf(rule.text) === 'remind' && <Preview entity={entity.key} text={rule.text} rule={key} />}
      <SwitchRow
        label={t('rules.active')}
        help={t('rules.active_help')}
        checked={rule.active !== false}
        onChange={(active) => set({ active })}
      />
      <ConflictDialog conflict={editor.conflict} />
    </EditorDrawer>
  )
}
