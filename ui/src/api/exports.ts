import { api } from './client'
import type { Job } from './people'

export type ExportFormat = 'xlsx' | 'csv'

/** What a list is asked by, and the format; without `fields` all that a list can show. */
export interface ExportWish {
  entity: string
  format: ExportFormat
  fields?: string[]
  filter?: string
  view?: string
  q?: string
  sort?: string
}

export const startExport = (wish: ExportWish) => api.post<Job>('/exports', wish)

export const cancelJob = (id: string) => api.post<Job>(`/jobs/${id}/cancel`)

/** A signed address that opens the file for a while, without headers. */
export const linkFile = (id: string) => api.post<{ url: string; expires_at: string }>(`/files/${id}/link`, {})
