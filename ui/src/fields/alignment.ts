import type { Field } from '../api/types'
import { isRuled } from '../schema/computed'
import type { Kinds } from './kinds'
import { resultField } from './parts/resultField'

/** Whether the values stand right-aligned under each other; a computed field follows the type it results in. */
export function isNumeric(field: Field, kinds: Kinds): boolean {
  return kinds[isRuled(field) ? resultField(field).kind : field.kind].numeric ?? false
}
