import { useMemo, useState } from 'react'
import { errorText, isProblem } from '../../api/problem'
import { previewRecord } from '../../api/records'
import type { Entity, Field } from '../../api/types'
import type { FieldValue, RecordDocument } from '../../api/values'
import { isComputed, isEditable } from '../../schema/layout'
import { useUnsavedChanges } from '../../shared/unsaved'
import { changedValues, compareVersions, isSame, withoutKeys, type Conflict, type Draft } from './draft'
import { NO_ISSUES, sortIssues, withoutField, type FormIssues } from './issues'
import { missingValues, type Lookup } from './missing'
import { asksBeforeTyping, isOpen, stateOf as stateOfField } from './states'
import { submit } from './submit'
import { usePreview } from './usePreview'
import { useRefreshAfterSave } from './useRefreshAfterSave'
import { useWriter } from './useWriter'

export interface RecordFormOptions {
  entity: Entity
  /** The stored record; none for a new one. */
  record?: RecordDocument | undefined
  /** Values that a new record starts with. */
  initial?: Draft
  /** The fields on the screen; findings elsewhere are told above the form. */
  fields: Field[]
  lookup: Lookup
  /** False while the record is only read. */
  isEditing?: boolean
}

export type SaveResult = RecordDocument | 'refused'

const NOTHING: Draft = {}

/** One record being written: what was read, what is typed, what the server says about it. */
export function useRecordForm(options: RecordFormOptions) {
  const { entity, record, initial = NOTHING, fields, lookup, isEditing = true } = options
  const isNew = record === undefined
  const write = useWriter()
  const refreshAfterSave = useRefreshAfterSave(entity.key)
  const [base, setBase] = useState(record)
  const [draft, setDraft] = useState<Draft>(initial)
  const [issues, setIssues] = useState<FormIssues>(NO_ISSUES)
  const [invalid, setInvalid] = useState<Record<string, string>>({})
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const [isSaving, setSaving] = useState(false)

  const stored: Draft = base ?? NOTHING
  const editable = useMemo(() => entity.fields.filter((field) => isEditable(field, isNew)), [entity, isNew])
  const changes = useMemo(
    () => changedValues(editable, stored, draft, write),
    [editable, stored, draft, write],
  )
  const untouched = useMemo(
    () => changedValues(editable, stored, initial, write),
    [editable, stored, initial, write],
  )
  const isDirty = !isSame(changes, isNew ? untouched : NOTHING)
  const release = useUnsavedChanges(isDirty)
  const isAsked = isDirty || asksBeforeTyping(entity, isEditing)
  const preview = usePreview(entity, base?.id, changes, isAsked)
  const previewed = isDirty ? (preview.values ?? NOTHING) : NOTHING
  const stateOf = (field: Field) => stateOfField(field, preview.fields)

  if (record && base && record.version !== base.version) {
    // What somebody else saves meanwhile simply arrives, unless I am changing the same field.
    if (compareVersions(editable, base, draft, record, write).both.length === 0) setBase(record)
  }

  const setValue = (key: string, value: FieldValue) => {
    setDraft((present) => ({ ...present, [key]: value }))
    setIssues((present) => withoutField(present, key))
  }

  const reportInvalid = (key: string, message: string | null) => {
    setInvalid(({ [key]: _, ...others }) => (message === null ? others : { ...others, [key]: message }))
  }

  const forgetDraft = (next: RecordDocument | undefined, nextDraft: Draft) => {
    setBase(next)
    setDraft(nextDraft)
    setIssues(NO_ISSUES)
    setInvalid({})
    setConflict(null)
    release()
  }

  const send = async (mine: Draft, start: RecordDocument | undefined): Promise<SaveResult> => {
    setSaving(true)
    try {
      const open = editable.filter((field) => isOpen(field, preview.fields))
      const outcome = await submit({ entity: entity.key, editable: open, start, mine, write })
      if ('conflict' in outcome) {
        setConflict(outcome.conflict)
        return 'refused'
      }
      refreshAfterSave(outcome.saved)
      forgetDraft(outcome.saved, NOTHING)
      return outcome.saved
    } catch (error) {
      setIssues(explain(error, fields))
      return 'refused'
    } finally {
      setSaving(false)
    }
  }

  const save = async (): Promise<SaveResult> => {
    const asked = fields
      .filter((field) => isOpen(field, preview.fields))
      .map((field) => ({ ...field, required: stateOf(field).required }))
    const missing = missingValues(asked, { ...stored, ...draft }, isNew, lookup)
    const known = new Map([...missing, ...Object.entries(invalid)])
    if (known.size === 0) return send(draft, base)
    setIssues({ at: known, general: [] })
    const rest = await findings(entity.key, base?.id, changes, fields)
    setIssues((present) => ({ ...rest, at: new Map([...rest.at, ...present.at]) }))
    return 'refused'
  }

  /** Goes on from the other's version with those fields of mine that I keep. */
  const resolveConflict = async (takenFromThem: string[]): Promise<SaveResult> => {
    if (!conflict) return 'refused'
    const mine = withoutKeys(draft, takenFromThem)
    setDraft(mine)
    setBase(conflict.current)
    setConflict(null)
    return send(mine, conflict.current)
  }

  const values: Draft = { ...stored, ...draft }
  return {
    entity,
    isNew,
    values,
    /** What stands in the field: typed, else computed by the server for what is typed, else stored. */
    valueOf: (field: Field): FieldValue =>
      isPreviewed(field) && field.key in previewed ? previewed[field.key] : values[field.key],
    previewed,
    stateOf,
    duplicates: isDirty ? (preview.duplicates ?? []) : [],
    setValue,
    reportInvalid,
    invalid,
    issues,
    isDirty,
    /** What differs from the stored record, as it is sent. */
    changes,
    isSaving,
    save,
    reset: () => forgetDraft(record, initial),
    conflict,
    resolveConflict,
    closeConflict: () => setConflict(null),
  }
}

/** A number is given in the moment of saving; until then nobody knows which. */
const isPreviewed = (field: Field) => isComputed(field) && field.kind !== 'auto_number'

export type RecordForm = ReturnType<typeof useRecordForm>

/** What the server would refuse as well, so that everything is told at once; nothing where it cannot say. */
async function findings(
  entity: string,
  id: string | undefined,
  values: Draft,
  fields: Field[],
): Promise<FormIssues> {
  try {
    const { issues = [] } = await previewRecord(entity, { ...(id === undefined ? {} : { id }), values })
    return sortIssues(
      issues.filter(({ severity }) => severity === undefined || severity === 'error'),
      keysOf(fields),
    )
  } catch {
    return NO_ISSUES
  }
}

const keysOf = (fields: Field[]) => new Set(fields.map(({ key }) => key))

function explain(error: unknown, fields: Field[]): FormIssues {
  if (isProblem(error) && error.issues.length > 0) {
    return sortIssues(error.issues, keysOf(fields))
  }
  return { at: new Map(), general: [errorText(error)] }
}
