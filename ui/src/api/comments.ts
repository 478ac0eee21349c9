import { api } from './client'
import type { Label } from './values'

export interface RecordComment {
  id: string
  author: Label
  text: string
  mentions: Label[]
  at: string
  edited_at: string | null
  can_edit: boolean
  can_delete: boolean
}

export interface WrittenComment extends RecordComment {
  /** Who was mentioned and may not see the record: they were not told. */
  unreached: Label[]
}

export interface CommentPage {
  items: RecordComment[]
  next: string | null
}

export interface CommentDraft {
  text: string
  mentions: string[]
}

const onePath = (id: string) => `/comments/${encodeURIComponent(id)}`
const recordPath = (entity: string, id: string) =>
  `/records/${encodeURIComponent(entity)}/${encodeURIComponent(id)}/comments`

export function listComments(
  entity: string,
  id: string,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<CommentPage> {
  return api.get<CommentPage>(recordPath(entity, id), { query: { cursor }, ...(signal ? { signal } : {}) })
}

export function addComment(entity: string, id: string, draft: CommentDraft): Promise<WrittenComment> {
  return api.post<WrittenComment>(recordPath(entity, id), draft)
}

export function changeComment(id: string, draft: CommentDraft): Promise<WrittenComment> {
  return api.patch<WrittenComment>(onePath(id), draft)
}

export function deleteComment(id: string): Promise<null> {
  return api.delete<null>(onePath(id))
}
