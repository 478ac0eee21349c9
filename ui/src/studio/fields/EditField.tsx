import { DeleteOutlined } from '@ant-design/icons'
import { Alert, Button, Flex, Select } from 'antd'
import { useState } from 'react'
import type { Entity, FieldKind } from '../../api/types'
import { useLabel } from '../../schema/labels'
import type { Stored } from '../api/metadata'
import { convertField, hasText, isComplete } from '../changes/fieldDraft'
import { editFieldChanges, storedFields } from '../changes/fields'
import { findKeyFault } from '../changes/keys'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { KeyInput } from '../controls/KeyInput'
import type { EntityDocument, FieldDocument } from '../documents'
import { ConflictDialog } from '../save/ConflictDialog'
import { issuesElsewhere } from '../save/issues'
import { useFreshComponent } from '../save/useComponentEditor'
import { useEditor } from '../save/useEditor'
import { useLivePlan } from '../save/useLivePlan'
import { useTexts } from '../texts'
import { FieldForm, shownNames } from './FieldForm'
import { KindIcon, KindName } from './KindGallery'
import { conversionsOf } from './kinds'
import { mergeIssues } from './liveIssues'
import { KIND_CONTROLS } from './options/KindOptions'
import { PlanSummary } from '../save/PlanDialog'
import { needsConfirmation } from '../save/planFacts'
import { useDeleteField } from './useDeleteField'

interface EditFieldProps {
  entity: Entity
  stored: Stored<EntityDocument>
  field: string
  onClose: () => void
}

/** A field with its key, so that an edit can rename it. */
interface Keyed {
  key: string
  document: FieldDocument
}

function fieldOf({ document, version }: Stored<EntityDocument>, key: string): Stored<Keyed> {
  const found = storedFields(document).find((field) => field.key === key)
  return { version, document: { key, document: found?.document ?? { kind: 'text' } } }
}

export function EditField({ entity, stored, field, onClose }: EditFieldProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const readFresh = useFreshComponent()
  const remove = useDeleteField(entity)
  const [opened] = useState(stored)
  const editor = useEditor<Keyed>({
    stored: fieldOf(opened, field),
    readStored: async () => fieldOf(await readFresh('entity', entity.key), field),
    changesOf: (before, after) =>
      editFieldChanges(entity.key, field, before.document, after.document, after.key),
    messageOf: ({ document }) =>
      t('message.field_changed', { name: labelOf(document, field), entity: labelOf(entity) }),
  })
  const { key, document } = editor.value
  const taken = entity.fields.map((one) => one.key).filter((one) => one !== field)
  const isReady = hasText(document.label) && !findKeyFault(key, taken) && isComplete(document, KIND_CONTROLS)
  const changes = editFieldChanges(entity.key, field, editor.base.document.document, document, key)
  const live = useLivePlan(isReady && editor.isDirty ? changes : null)
  const prefix = `fields/${field}`
  const change = (part: Partial<FieldDocument>) =>
    editor.change((value) => ({ ...value, document: { ...value.document, ...part } }))

  const save = async () => {
    if (await editor.save()) onClose()
  }
  return (
    <EditorDrawer
      title={
        <Flex gap={8} align="center">
          <KindIcon kind={document.kind} />
          {labelOf(document, field)}
        </Flex>
      }
      issues={mergeIssues(editor.issues, live.issues)}
      prefix={prefix}
      general={issuesElsewhere(editor.issues, shownNames(document), prefix)}
      okText={t('editor.save')}
      isDirty={editor.isDirty}
      isSaving={editor.isSaving}
      isBlocked={!isReady || !editor.isDirty}
      onSave={() => void save()}
      onClose={onClose}
      extra={
        <Button danger type="text" icon={<DeleteOutlined />} onClick={() => void remove(field, onClose)}>
          {t('field.delete')}
        </Button>
      }
    >
      <FieldForm
        entity={entity}
        document={document}
        isStored
        onChange={change}
        identity={
          <>
            <KeyInput
              value={key}
              taken={taken}
              help={t('field.rename_help')}
              onChange={(next) => editor.change((value) => ({ ...value, key: next }))}
            />
            <KindControl
              document={document}
              onConvert={(kind) =>
                editor.change((value) => ({
                  ...value,
                  document: convertField(value.document, kind, KIND_CONTROLS),
                }))
              }
              stored={editor.base.document.document.kind}
            />
          </>
        }
      />
      {live.plan && needsConfirmation(live.plan) && (
        <Alert
          type="warning"
          showIcon
          title={t('field.before_saving')}
          description={<PlanSummary plan={{ ...live.plan, issues: [] }} />}
        />
      )}
      <ConflictDialog conflict={editor.conflict} />
    </EditorDrawer>
  )
}

interface KindControlProps {
  document: FieldDocument
  stored: FieldKind
  onConvert: (kind: FieldKind) => void
}

/** Another kind for a stored field: the server says which rows would not convert. */
function KindControl({ document, stored, onConvert }: KindControlProps) {
  const t = useTexts()
  const kinds = [stored, ...conversionsOf(stored)]
  return (
    <Control
      names={['kind']}
      label={t('field.kind')}
      help={t(kinds.length > 1 ? 'field.kind_help' : 'field.kind_fixed')}
    >
      {(aria) => (
        <Select
          {...aria}
          value={document.kind}
          disabled={kinds.length === 1}
          options={kinds.map((kind) => ({ value: kind, label: <KindName kind={kind} /> }))}
          onChange={onConvert}
        />
      )}
    </Control>
  )
}
