import { useCallback, useMemo, useState } from 'react'
import { errorText, isProblem } from '../../api/problem'
import { previewRecord } from '../../api/records'
import type { Entity, Field } from '../../api/types'
import type { FieldValue, RecordDocument } from '../../api/values'
import { useWriter } from '../../fields/useWriter'
import { isComputed, isEditable } from '../../schema/layout'
import { useUnsavedChanges } from '../../shared/unsaved'
import { changedValues, compareVersions, isSame, withoutKeys, type Conflict, type Draft } from './draft'
import { NO_ISSUES, sortIssues, withoutField, type FormIssues } from './issues'
import { missingValues, type Lookup } from './missing'
import { asksBeforeTyping, closedKeys, isOpen, stateOf as stateOfField } from './states'
import { submit } from './submit'
import { useFilling } from './useFilling'
import { usePreview } from './usePreview'
import { useRefreshAfterSave } from './useRefreshAfterSave'

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
  /** False while a single field is edited in its place: what stands elsewhere is not touched then. */
  isWhole?: boolean
  /** Keys of fields that are closed to changes for a while, by an approval say. */
  closed?: ReadonlySet<string>
}

export type SaveResult = RecordDocument | 'refused'

const NOTHING: Draft = {}

/** One record being written: what was read, what is typed, what the server says about it. */
export function useRecordForm(options: RecordFormOptions) {
  const {
    entity,
    record,
    initial = NOTHING,
    fields,
    lookup,
    isEditing = true,
    isWhole = true,
    closed,
  } = options
  const isNew = record === undefined
  const write = useWriter()
  const refreshAfterSave = useRefreshAfterSave(entity.key)
  const [base, setBase] = useState(record)
  const [start, setStart] = useState<Draft>(initial)
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
    () => changedValues(editable, stored, start, write),
    [editable, stored, start, write],
  )
  const isDirty = !isSame(changes, isNew ? untouched : NOTHING)
  const release = useUnsavedChanges(isDirty)
  const filling = useFilling({
    entity,
    isNew: isNew && !base,
    isWhole: isWhole && isEditing,
    stored,
    draft,
    write,
    onFill: (change, isFirst) => {
      setDraft(change)
      if (isFirst && isNew) setStart(change)
    },
  })
  const isAsked = isDirty || asksBeforeTyping(entity, isEditing)
  const preview = usePreview(entity, base?.id, changes, isAsked)
  const previewed = isDirty ? (preview.values ?? NOTHING) : NOTHING
  const stateOf = (field: Field) => {
    const state = stateOfField(field, preview.fields)
    return closed?.has(field.key) ? { ...state, read_only: true } : state
  }

  const told = useMemo(
    () => closedKeys(entity.fields, preview.fields).reduce(withoutField, issues),
    [entity, preview.fields, issues],
  )

  if (record && base && record.version !== base.version) {
    // What somebody else saves meanwhile simply arrives, unless I am changing the same field.
    if (compareVersions(editable, base, draft, record, write).both.length === 0) setBase(record)
  }

  const setValue = useCallback((key: string, value: FieldValue) => {
    setDraft((present) => ({ ...present, [key]: value }))
    setIssues((present) => withoutField(present, key))
  }, [])

  const reportInvalid = useCallback((key: string, message: string | null) => {
    setInvalid(({ [key]: _, ...others }) => (message === null ? others : { ...others, [key]: message }))
  }, [])

  const forgetDraft = (next: RecordDocument | undefined, nextDraft: Draft) => {
    setBase(next)
    setDraft(nextDraft)
    filling.forget()
    setIssues(NO_ISSUES)
    setInvalid({})
    setConflict(null)
    release()
  }

  const send = async (mine: Draft, read: RecordDocument | undefined): Promise<SaveResult> => {
    setSaving(true)
    try {
      const open = editable.filter((field) => isOpen(field, preview.fields))
      const outcome = await submit({ entity: entity.key, editable: open, start: read, mine, write })
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
    const mine = await filling.settle()
    const asked = fields
      .filter((field) => isOpen(field, preview.fields))
      .map((field) => ({ ...field, required: stateOf(field).required }))
    const missing = missingValues(asked, { ...stored, ...mine }, isNew, lookup)
    const known = new Map([...missing, ...Object.entries(invalid)])
    if (known.size === 0) return send(mine, base)
    setIssues({ at: known, general: [] })
    const rest = await findings(entity.key, base?.id, changedValues(editable, stored, mine, write), fields)
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
    issues: told,
    isDirty,
    /** What differs from the stored record, as it is sent. */
    changes,
    isSaving,
    save,
    reset: () => forgetDraft(record, start),
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

/** That the session has ended is told, and mended, by the dialog above the form. */
function explain(error: unknown, fields: Field[]): FormIssues {
  if (isProblem(error, 401)) return NO_ISSUES
  if (isProblem(error) && error.issues.length > 0) {
    return sortIssues(error.issues, keysOf(fields))
  }
  return { at: new Map(), general: [errorText(error)] }
}
