import type { Field } from '../../api/types'

/** A field for tests: a text that everybody may edit, unless more is said. */
export const makeField = (key: string, more: Partial<Field> = {}): Field => ({
  id: key,
  key,
  kind: 'text',
  system: false,
  state: 'active',
  sortable: true,
  filterable: true,
  can_edit: true,
  ...more,
})
