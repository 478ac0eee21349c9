import type { Field, OptionDocument } from '../api/types'
import { orderedEntries } from '../shared/order'
import { useLabel } from './labels'

export interface OptionChoice {
  key: string
  label: string
  color: string | undefined
}

/** The options of a field in their order, labelled in the language of the screen. */
export function useOptions(field: Field): OptionChoice[] {
  const labelOf = useLabel()
  return orderedEntries<OptionDocument>(field.options).map(([key, option]) => ({
    key,
    label: labelOf(option, key),
    color: option.color,
  }))
}

/** A key that is no option any more still shows, as itself. */
export function useOption(field: Field, key: string): OptionChoice {
  const labelOf = useLabel()
  const option = field.options?.[key]
  return { key, label: labelOf(option, key), color: option?.color }
}
