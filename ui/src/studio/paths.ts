/** The addresses of the Studio's screens; no other file spells them. */
export const studioHome = '/studio'
export const menusPath = '/studio/menus'
export const rolesPath = '/studio/roles'
export const playgroundPath = '/studio/playground'
export const auditPath = '/studio/audit'
export const securityPath = '/studio/security'
export const remindersPath = '/studio/reminders'
export const organisationPath = '/studio/organisation'
export const channelsPath = '/studio/channels'
export const webhooksPath = '/studio/webhooks'

/** The log of rules that act; of one rule, or of what is in a state. */
export function runsPath(conditions: { rule?: string; state?: string } = {}): string {
  const search = new URLSearchParams(conditions).toString()
  return `/studio/automation${search ? `?${search}` : ''}`
}

export const workflowsPath = '/studio/approvals'
export const calendarsPath = '/studio/calendars'

export function calendarPath(id: string): string {
  return `${calendarsPath}/${encodeURIComponent(id)}`
}

export function workflowPath(workflow: string): string {
  return `${workflowsPath}/${encodeURIComponent(workflow)}`
}

export function rolePath(role: string): string {
  return `${rolesPath}/${encodeURIComponent(role)}`
}

export function menuPath(menu: string): string {
  return `${menusPath}/${encodeURIComponent(menu)}`
}

export const ENTITY_TABS = [
  'fields',
  'form',
  'lists',
  'rules',
  'stages',
  'conversions',
  'mails',
  'approvals',
  'lines',
  'settings',
  'access',
  'history',
] as const
export type EntityTab = (typeof ENTITY_TABS)[number]

export function entityPath(entity: string, tab: EntityTab = 'fields'): string {
  return `/studio/entities/${encodeURIComponent(entity)}/${tab}`
}

export function versionsPath(version?: number): string {
  return version === undefined ? '/studio/versions' : `/studio/versions#v${version}`
}
