import { api } from './client'
import type { Translated } from './values'

export interface TemplateSent {
  entity: string
  subject: Translated
  body: Translated
  record: string
  language: string
  /** The user with whose eyes the record is read. */
  reader?: string
}

export interface TemplatePreview {
  subject: string
  text: string
  /** A whole page. */
  html: string
}

/** The mail as a template would write it. */
export const previewTemplate = (sent: TemplateSent, signal?: AbortSignal) =>
  api.post<TemplatePreview>('/templates/preview', sent, signal ? { signal } : {})
