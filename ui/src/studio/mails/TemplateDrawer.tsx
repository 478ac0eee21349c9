import { Input } from 'antd'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import type { Stored } from '../api/metadata'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { LabelsInput } from '../controls/LabelsInput'
import type { TemplateDocument } from '../documents'
import { ConflictDialog } from '../save/ConflictDialog'
import { deletionOf } from '../save/useDeletion'
import { useComponentDrawer } from '../save/useComponentDrawer'
import { issuesElsewhere } from '../save/issues'
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
  const { key } = stored.document
  const name = labelOf(stored.document)
  const entityName = labelOf(entity)
  const {
    editor,
    document: template,
    set,
    frame,
  } = useComponentDrawer({
    kind: 'template',
    stored,
    isNew,
    messageOf: (document) => t(isNew ? 'added' : 'changed', { name: labelOf(document), entity: entityName }),
    deletion: deletionOf(t, '', {
      kind: 'template',
      key,
      name,
      message: t('deleted', { name, entity: entityName }),
    }),
    onClose,
  })
  return (
    <EditorDrawer
      {...frame}
      size={880}
      title={isNew ? t('new') : labelOf(template)}
      issues={editor.issues}
      general={issuesElsewhere(editor.issues, SHOWN, frame.prefix)}
      okText={t(isNew ? 'create' : 'save')}
      isBlocked={!editor.isDirty || !template.key}
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
