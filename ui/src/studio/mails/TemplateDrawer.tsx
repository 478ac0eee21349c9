import { Input } from 'antd'
import { useState } from 'react'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import type { Stored } from '../api/metadata'
import { putChanges } from '../changes/documents'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { LabelsInput } from '../controls/LabelsInput'
import type { TemplateDocument } from '../documents'
import { ConflictDialog } from '../save/ConflictDialog'
import { DeleteButton } from '../save/DeleteButton'
import { deletionOf } from '../save/useDeletion'
import { issuesElsewhere } from '../save/issues'
import { useFreshComponent } from '../save/useComponentEditor'
import { useEditor } from '../save/useEditor'
import { useMailTexts } from './mailTexts'
import { TemplatePreview } from './TemplatePreview'
import { TemplateWords } from './TemplateWords'

interface TemplateDrawerProps {
  entity: Entity
  stored: Stored<TemplateDocument>
  isNew: boolean
  onClose: () => void
}

const SHOWN = ['key', 'label', 'subject', 'body']

/** One mail template: its words in each language, and the mail that they make of a record. */
export function TemplateDrawer({ entity, stored, isNew, onClose }: TemplateDrawerProps) {
  const t = useMailTexts()
  const labelOf = useLabel()
  const readFresh = useFreshComponent()
  const [opened] = useState(stored)
  const { key } = opened.document
  const editor = useEditor<TemplateDocument>({
    stored: opened,
    readStored: () => (isNew ? Promise.resolve(opened) : readFresh('template', key)),
    changesOf: (before, after) => putChanges('template', isNew ? null : before, after),
    messageOf: (template) =>
      t(isNew ? 'added' : 'changed', { name: labelOf(template), entity: labelOf(entity) }),
  })
  const { value: template } = editor
  const name = labelOf(opened.document)
  const deletion = deletionOf(t, '', {
    kind: 'template',
    key,
    name,
    message: t('deleted', { name, entity: labelOf(entity) }),
  })
  const prefix = `template/${template.key}`
  const set = (part: Partial<TemplateDocument>) => editor.change((before) => ({ ...before, ...part }))
  const save = async () => {
    if (await editor.save()) onClose()
  }
  return (
    <EditorDrawer
      size={880}
      title={isNew ? t('new') : labelOf(template)}
      issues={editor.issues}
      prefix={prefix}
      general={issuesElsewhere(editor.issues, SHOWN, prefix)}
      okText={t(isNew ? 'create' : 'save')}
      isDirty={editor.isDirty}
      isSaving={editor.isSaving}
      isBlocked={!editor.isDirty || !template.key}
      onSave={() => void save()}
      onClose={onClose}
      extra={isNew ? null : <DeleteButton deletion={deletion} onDeleted={onClose} />}
    >
      <Control names={['label']} label={t('name')}>
        {(aria) => (
          <LabelsInput
            compact
            aria={aria}
            autoFocus={isNew}
            name={t('name')}
            value={template.label}
            onChange={(label) => set({ label })}
          />
        )}
      </Control>
      {isNew && (
        <Control names={['key']} label={t('key')} help={t('key_help', { key: template.key })} required>
          {(aria) => (
            <Input
              {...aria}
              maxLength={63}
              value={template.key}
              onChange={({ target }) => set({ key: target.value })}
            />
          )}
        </Control>
      )}
      <TemplateWords entity={entity} template={template} onChange={set} />
      <TemplatePreview entity={entity} template={template} />
      <ConflictDialog conflict={editor.conflict} />
    </EditorDrawer>
  )
}
