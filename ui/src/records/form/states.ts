import type { FieldState } from '../../api/records'
import type { Entity, Field } from '../../api/types'
import type { Region } from '../../schema/layout'

export type States = Record<string, FieldState> | undefined

/** What holds for a field: what the server says of its conditions, else what is always so. */
export function stateOf(field: Field, states: States): FieldState {
  const fixed = { visible: true, required: field.required ?? false, read_only: field.read_only ?? false }
  return states?.[field.key] ?? fixed
}

/** Whether the states of fields are needed with nothing typed; a preview costs a save that is taken back. */
export function asksBeforeTyping(
  { fields, can }: Pick<Entity, 'fields' | 'can'>,
  isEditing: boolean,
): boolean {
  if (isEditing) return fields.some(({ conditional }) => conditional)
  return can.edit && fields.some(({ hides }) => hides)
}

/** Whether a value may be typed and sent. */
export function isOpen(field: Field, states: States): boolean {
  const { visible, read_only: isLocked } = stateOf(field, states)
  return visible && !isLocked
}

/** What a condition hides or locks now: nobody can mend anything there. */
export function closedKeys(fields: readonly Field[], states: States): string[] {
  return fields.filter((field) => field.conditional && !isOpen(field, states)).map(({ key }) => key)
}

/** Without the fields whose condition does not hold now. */
export function shownRegion(region: Region, stateOf: (field: Field) => FieldState): Region {
  return { ...region, items: region.items.filter(({ field }) => stateOf(field).visible) }
}
