import i18next from 'i18next'
import type { Field } from '../../api/types'
import type { Label } from '../../api/values'

export function isLabel(value: unknown): value is Label {
  return typeof value === 'object' && value !== null && 'id' in value
}

/** A record that the reader may not see has no label at all. */
export const isOutOfSight = ({ label }: Label): boolean => label === null

/** A blank label still needs something to click on. */
export function labelText(label: Label): string {
  return isOutOfSight(label) ? i18next.t('record.out_of_sight') : label.label || `#${label.id}`
}

/** What tells a record apart from others of the same label; nothing where it would only repeat it. */
export function detailOf(option: Label & { detail?: string }): string {
  return option.detail && option.detail !== option.label ? option.detail : ''
}

export function idOf(value: unknown): unknown {
  return isLabel(value) ? value.id : value
}

export function idsOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(idOf) : value
}

/** The entity that a field's ids belong to. */
export function targetEntity(field: Field, entity: string): string {
  if (field.kind === 'user') return 'user'
  if (field.kind === 'parent') return entity
  return field.target ?? entity
}
