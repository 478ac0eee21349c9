/** The addresses of the record screens; no other file spells them. */
export function listPath(entity: string, view?: string): string {
  const path = `/records/${encodeURIComponent(entity)}`
  return view ? `${path}?view=${encodeURIComponent(view)}` : path
}

/** The list of all records that meet a condition, such as membership in a segment. */
export function filteredPath(entity: string, filter: string): string {
  return `${listPath(entity)}?view=*&filter=${encodeURIComponent(filter)}`
}

export function recordPath(entity: string, id: string): string {
  return `/records/${encodeURIComponent(entity)}/${encodeURIComponent(id)}`
}

/** What people wrote on the record. */
export function commentsPath(entity: string, id: string): string {
  return `${recordPath(entity, id)}?tab=comments`
}

/** `prefill`: field values that the form starts with, as they are written (a reference is an id). */
export function createPath(entity: string, prefill: Record<string, string> = {}): string {
  const search = new URLSearchParams(prefill).toString()
  return `/records/${encodeURIComponent(entity)}/new${search ? `?${search}` : ''}`
}

/** With the origin, to be handed on. */
export function invitationAddress(token: string): string {
  return `${window.location.origin}/invitation#${token}`
}

export function approvalsPath(): string {
  return '/approvals'
}

export function approvalPath(id: string): string {
  return `/approvals/${encodeURIComponent(id)}`
}

/** The records that one notification told together. */
export function digestPath(id: string): string {
  return `/reminders/digests/${encodeURIComponent(id)}`
}

export function messagesPath(peer?: string): string {
  return peer ? `/messages/${encodeURIComponent(peer)}` : '/messages'
}

export const calendarPath = '/calendar'

export function inboxPath(box?: string): string {
  return box ? `/inbox?box=${encodeURIComponent(box)}` : '/inbox'
}
