import { DeleteOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Popconfirm, Segmented, Select } from 'antd'
import { useState } from 'react'
import { errorText, isProblem, type Issue } from '../../api/problem'
import {
  changeReminderRule,
  createReminderRule,
  deleteReminderRule,
  reminderRulesKey,
  type ReminderRule,
} from '../../api/reminders'
import { usePluralLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { RuleInput } from '../controls/RuleInput'
import { RemindForm } from '../rules/form/remind/RemindForm'
import { RuleForm } from '../rules/form/RuleForm'
import { useRuleForm } from '../rules/form/useRuleForm'
import { Preview } from './Preview'
import { useReminderTexts } from './reminderTexts'

type Mode = 'form' | 'text'
const SHOWN = new Set(['name', 'text'])

interface ReminderDrawerProps {
  /** Null: a new one. */
  rule: ReminderRule | null
  onClose: () => void
}

/** A rule of one's own: as a form or as text, with what it would tell below. */
export function ReminderDrawer({ rule, onClose }: ReminderDrawerProps) {
  const t = useReminderTexts()
  const editor = useReminderEditor(rule, onClose)
  const { name, entity, text, mode, form, issues } = editor
  const general = issues.filter(({ path }) => !SHOWN.has((path ?? '').split('/')[0] ?? ''))
  return (
    <EditorDrawer
      size={760}
      title={rule ? rule.name : t('mine.new')}
      issues={issues}
      general={general}
      okText={t(rule ? 'mine.save' : 'mine.create')}
      isDirty={editor.isDirty}
      isSaving={editor.isSaving}
      isBlocked={form.isAhead || name.trim() === '' || text.trim() === ''}
      onSave={editor.save}
      onClose={onClose}
      extra={rule ? <DeleteButton rule={rule} onDeleted={onClose} /> : null}
    >
      <Control names={['name']} label={t('mine.name')} required>
        {(aria) => (
          <Input
            {...aria}
            value={name}
            maxLength={120}
            onChange={({ target }) => editor.setName(target.value)}
          />
        )}
      </Control>
      {!rule && <EntityChoice value={entity?.key} onChange={editor.setEntity} />}
      {entity && (
        <>
          <Segmented<Mode>
            value={mode}
            style={{ marginBottom: 12 }}
            options={[
              { value: 'form', label: t('mine.as_form') },
              { value: 'text', label: t('mine.as_text') },
            ]}
            onChange={editor.setMode}
          />
          {mode === 'text' || !form.parts ? (
            <Control names={['text']} label={t('mine.text')} isRule>
              {(aria) => (
                <RuleInput
                  aria={aria}
                  entity={entity.key}
                  kind="statement"
                  minRows={8}
                  value={text}
                  onChange={(next) => editor.setText(next ?? '')}
                />
              )}
            </Control>
          ) : form.parts.kind === 'remind' ? (
            <RemindForm isOwn entity={entity} reminder={form.parts} onChange={form.change} />
          ) : (
            <RuleForm entity={entity} parts={form.parts} issues={form.issues} onChange={form.change} />
          )}
          <Preview entity={entity.key} text={text} rule={rule?.id ?? null} />
        </>
      )}
    </EditorDrawer>
  )
}

function useReminderEditor(rule: ReminderRule | null, onClose: () => void) {
  const schema = useSchema()
  const client = useQueryClient()
  const [name, setName] = useState(rule?.name ?? '')
  const [key, setKey] = useState(rule?.entity ?? null)
  const [text, setText] = useState(rule?.text ?? '')
  const [mode, setMode] = useState<Mode>('form')
  const [issues, setIssues] = useState<readonly Issue[]>([])
  const form = useRuleForm(text, mode === 'form' && text !== '', setText)
  const entity = key === null ? undefined : findEntity(schema, key)
  const setEntity = (chosen: string) => {
    setKey(chosen)
    setText(`remind on ${chosen}\n  notify user`)
  }
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      rule ? changeReminderRule(rule, { name, text }) : createReminderRule({ entity: key ?? '', name, text }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: reminderRulesKey })
      onClose()
    },
    onError: (error) =>
      setIssues(isProblem(error) && error.issues.length > 0 ? error.issues : [{ message: errorText(error) }]),
  })
  const isDirty = name !== (rule?.name ?? '') || text !== (rule?.text ?? '') || form.isAhead
  const all = [...issues, ...form.issues]
  return {
    name,
    setName,
    entity,
    setEntity,
    text,
    setText,
    mode,
    setMode,
    form,
    issues: all,
    isDirty,
    isSaving: isPending,
    save: () => mutate(),
  }
}

function EntityChoice({ value, onChange }: { value: string | undefined; onChange: (key: string) => void }) {
  const t = useReminderTexts()
  const { entities } = useSchema()
  const pluralOf = usePluralLabel()
  const options = entities
    .filter(({ line_of }) => !line_of)
    .map((entity) => ({ value: entity.key, label: pluralOf(entity) }))
    .sort((a, b) => a.label.localeCompare(b.label))
  return (
    <Control names={['entity']} label={t('mine.about')} required>
      {(aria) => (
        <Select<string>
          {...aria}
          showSearch
          optionFilterProp="label"
          {...(value === undefined ? {} : { value })}
          placeholder={t('mine.choose')}
          options={options}
          onChange={onChange}
        />
      )}
    </Control>
  )
}

function DeleteButton({ rule, onDeleted }: { rule: ReminderRule; onDeleted: () => void }) {
  const t = useReminderTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { mutate, isPending } = useMutation({
    mutationFn: () => deleteReminderRule(rule),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: reminderRulesKey })
      onDeleted()
    },
    onError: (error) => void message.error(errorText(error)),
  })
  return (
    <Popconfirm title={t('mine.delete_sure')} okText={t('mine.delete')} onConfirm={() => mutate()}>
      <Button danger icon={<DeleteOutlined />} loading={isPending}>
        {t('mine.delete')}
      </Button>
    </Popconfirm>
  )
}
