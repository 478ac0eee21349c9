import { api } from './client'
import type { Job } from './people'
import type { Issue } from './problem'
import type { Values } from './records'

/** Which records are meant: all of a list, or some that were picked. */
export interface Meant {
  view?: string
  filter?: string
  q?: string
  ids?: string[]
}

/** Why records stay as they are: how many, and some of them. */
export interface LeftOut extends Issue {
  count: number
  records: string[]
}

export interface MassOutcome {
  changed: number
  /** Those that held the value already. */
  unchanged: number
  left_out: number
  reasons: LeftOut[]
  /** What to name to take it back; null where that cannot be done. */
  change: string | null
}

export interface MassPreview extends Omit<MassOutcome, 'change'> {
  count: number
  tried: number
  examples: { from: Values; to: Values }[]
}

/** What was done, or the job that does it. */
export type MassAnswer = MassOutcome | { job: Job }

const path = (entity: string) => `/records/${encodeURIComponent(entity)}/changes`

export const previewMassChange = (entity: string, meant: Meant, values: Values, signal?: AbortSignal) =>
  api.post<MassPreview>(`${path(entity)}/preview`, { ...meant, values }, signal ? { signal } : {})

export const changeMany = (entity: string, meant: Meant, values: Values) =>
  api.post<MassAnswer>(path(entity), { ...meant, values })

export const undoMassChange = (entity: string, change: string) =>
  api.post<MassAnswer>(`${path(entity)}/${change}/undo`)

export const cancelJob = (id: string) => api.post<Job>(`/jobs/${id}/cancel`)
