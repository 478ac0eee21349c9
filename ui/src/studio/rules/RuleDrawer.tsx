import { useState } from 'react'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import type { Stored } from '../api/metadata'
import { RunsOfRule } from '../automation/AutomationLinks'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { LabelsInput } from '../controls/LabelsInput'
import { SwitchRow } from '../controls/SwitchRow'
import type { RuleDocument } from '../documents'
import { ConflictDialog } from '../save/ConflictDialog'
import { deletionOf } from '../save/useDeletion'
import { useComponentDrawer } from '../save/useComponentDrawer'
import { issuesElsewhere } from '../save/issues'
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
  const { key } = stored.document
  const name = labelOf(stored.document, key)
  const entityName = labelOf(entity)
  const {
    editor,
    document: rule,
    set,
    frame,
  } = useComponentDrawer({
    kind: 'rule',
    stored,
    isNew,
    messageOf: (document) =>
      t(isNew ? 'message.rule_added' : 'message.rule_changed', {
        name: labelOf(document, key),
        entity: entityName,
      }),
    deletion: deletionOf(t, 'rules.', {
      kind: 'rule',
      key,
      name,
      message: t('message.rule_deleted', { name, entity: entityName }),
    }),
    onClose,
  })
  const [wanted, setWanted] = useState<RuleMode>('text')
  const setText = (text: string) => set({ text })
  const form = useRuleForm(rule.text, wanted === 'form', setText)
  return (
    <EditorDrawer
      {...frame}
      size={880}
      title={isNew ? t('rules.new') : labelOf(rule, key)}
      issues={editor.issues}
      general={issuesElsewhere(editor.issues, SHOWN, frame.prefix)}
      okText={t(isNew ? 'rules.create' : 'editor.save')}
      isDirty={editor.isDirty || form.isAhead}
      isBlocked={form.isAhead || rule.text.trim() === '' || !(isNew || editor.isDirty)}
      extra={
        <>
          {frame.extra}
          {!isNew && ACTING.has(statementOf(rule.text) ?? '') && <RunsOfRule rule={key} />}
        </>
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
