import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Issue } from '../../api/problem'
import type { Entity, FieldKind } from '../../api/types'
import { useLabel } from '../../schema/labels'
import type { Stored } from '../api/metadata'
import { columnsOf, hasText, isComplete, newColumn, type LineColumn } from '../changes/fieldDraft'
import { newFieldChanges } from '../changes/fields'
import { findKeyFault, suggestKey } from '../changes/keys'
import { lineEntityChanges, suggestLineKey } from '../changes/lineItems'
import { EditorDrawer } from '../controls/EditorDrawer'
import { KeyInput } from '../controls/KeyInput'
import { useSchema } from '../../schema/useSchema'
import type { Change } from '../components'
import type { EntityDocument, FieldDocument, LayoutDocument, ViewDocument } from '../documents'
import { issuesElsewhere } from '../save/issues'
import { useSave } from '../save/SaveContext'
import { useLivePlan } from '../save/useLivePlan'
import { useTexts } from '../texts'
import { FieldForm, shownNames } from './FieldForm'
import { KINDS } from './kinds'
import { LineColumns } from './LineColumns'
import { KIND_CONTROLS } from './options/KindOptions'
import { PlacementChoice } from './PlacementChoice'
import { mergeIssues } from './liveIssues'

interface NewFieldProps {
  entity: Entity
  stored: Stored<EntityDocument>
  kind: FieldKind
  title: ReactNode
  onClose: () => void
  /** On to the next field. */
  onNext: () => void
}

interface Draft {
  key: string | null
  document: FieldDocument
  columns: LineColumn[]
  layouts: string[]
  views: string[]
}

const ROOM = 7

/** The list that opens first, while it has room for a column. */
function roomyList({ views }: Entity): string[] {
  const view = views.find((each) => each.default)
  return view && Object.keys(view.columns ?? {}).length < ROOM ? [view.key] : []
}

function startOf(kind: FieldKind, entity: Entity): Draft {
  return {
    key: null,
    document: { kind, label: {}, ...(kind === 'text' ? { searchable: true } : {}) },
    columns: kind === 'children' ? [newColumn()] : [],
    layouts: entity.layouts.map(({ key }) => key),
    views: KINDS[kind].isListed && kind !== 'long_text' ? roomyList(entity) : [],
  }
}

/** Published forms and lists have the shape of their documents. */
function placementOf(entity: Entity, draft: Draft) {
  return {
    layouts: entity.layouts.filter(({ key }) => draft.layouts.includes(key)) as LayoutDocument[],
    views: entity.views.filter(({ key }) => draft.views.includes(key)) as ViewDocument[],
  }
}

export function NewField({ entity, stored, kind, title, onClose, onNext }: NewFieldProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const { entities } = useSchema()
  const [draft, setDraft] = useState<Draft>(() => startOf(kind, entity))
  const [refusal, setRefusal] = useState<Issue[]>([])
  const [isSaving, setSaving] = useState(false)
  const { document } = draft

  const taken = entity.fields.map((field) => field.key)
  const key = draft.key ?? (hasText(document.label) ? suggestKey(document.label ?? {}, taken) : '')
  const columns = columnsOf(draft.columns)
  const hasLines = kind !== 'children' || Object.keys(columns).length > 0
  const areColumnsComplete = Object.values(columns).every((column) => isComplete(column, KIND_CONTROLS))
  const isReady =
    hasText(document.label) &&
    !findKeyFault(key, taken) &&
    isComplete(document, KIND_CONTROLS) &&
    hasLines &&
    areColumnsComplete

  const changesOf = (): Change[] => {
    const [lines, link] =
      kind === 'children'
        ? lineEntityChanges(stored.document, {
            field: key,
            label: document.label ?? {},
            key: suggestLineKey(
              entity.key,
              key,
              entities.map((other) => other.key),
            ),
            columns,
          })
        : [[], {}]
    return [
      ...lines,
      ...newFieldChanges(stored.document, key, { ...document, ...link }, placementOf(entity, draft)),
    ]
  }
  const live = useLivePlan(isReady ? changesOf() : null)
  const issues = mergeIssues(refusal, live.issues)
  const prefix = `fields/${key}`

  const create = async (onAdded: () => void) => {
    if (!isReady) return
    setSaving(true)
    const name = labelOf(document, key)
    const outcome = await save({
      changes: changesOf(),
      message: t('message.field_added', { name, entity: labelOf(entity) }),
    })
    setSaving(false)
    if (outcome.state === 'saved') onAdded()
    else if ('issues' in outcome) setRefusal(outcome.issues)
  }
  const change = (part: Partial<FieldDocument>) => {
    setRefusal([])
    setDraft((current) => ({ ...current, document: { ...current.document, ...part } }))
  }

  return (
    <EditorDrawer
      title={title}
      issues={issues}
      prefix={prefix}
      general={issuesElsewhere(refusal, shownNames(document), prefix)}
      okText={t('field.add')}
      isDirty={hasText(document.label)}
      isSaving={isSaving}
      isBlocked={!isReady}
      onSave={() => void create(onClose)}
      onClose={onClose}
      extra={
        <Button type="link" disabled={!isReady || isSaving} onClick={() => void create(onNext)}>
          {t('field.add_and_next')}
        </Button>
      }
    >
      <FieldForm
        entity={entity}
        document={document}
        isStored={false}
        onChange={change}
        identity={
          <KeyInput value={key} taken={taken} onChange={(next) => setDraft({ ...draft, key: next })} />
        }
      >
        {kind === 'children' && (
          <LineColumns
            entity={entity}
            columns={draft.columns}
            onChange={(next) => setDraft({ ...draft, columns: next })}
          />
        )}
      </FieldForm>
      <PlacementChoice
        entity={entity}
        layouts={draft.layouts}
        views={draft.views}
        isListed={KINDS[kind].isListed}
        onChange={(chosen) => setDraft({ ...draft, ...chosen })}
      />
    </EditorDrawer>
  )
}
