import { isProblem } from '../../api/problem'
import { createRecord, getRecord, updateRecord } from '../../api/records'
import type { Field } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import type { Writer } from '../../fields/types'
import { changedValues, compareVersions, type Conflict, type Draft } from './draft'

export interface Submission {
  entity: string
  editable: Field[]
  /** The record as I read it; none for a new one. */
  start: RecordDocument | undefined
  mine: Draft
  write: Writer
}

export type Outcome = { saved: RecordDocument } | { conflict: Conflict }

const MERGE_ATTEMPTS = 5

/**
 * Saves. Changes of different fields by two people go together; only a field that both have changed
 * is a question, and comes back as a conflict. Every other refusal is thrown.
 */
export async function submit(submission: Submission): Promise<Outcome> {
  const { entity, editable, start, mine, write } = submission
  if (start) return update(submission, start)
  return { saved: await createRecord(entity, changedValues(editable, {}, mine, write)) }
}

async function update(submission: Submission, start: RecordDocument, attempt = 1): Promise<Outcome> {
  const { entity, editable, mine, write } = submission
  const values = changedValues(editable, start, mine, write)
  if (Object.keys(values).length === 0) return { saved: start }
  try {
    return { saved: await updateRecord(entity, start.id, values, start.version) }
  } catch (error) {
    if (!isProblem(error, 412) || attempt === MERGE_ATTEMPTS) throw error
    const current = error.problem.current ?? (await getRecord(entity, start.id))
    const conflict = compareVersions(editable, start, mine, current, write)
    return conflict.both.length > 0 ? { conflict } : update(submission, current, attempt + 1)
  }
}
