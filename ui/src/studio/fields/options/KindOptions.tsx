import type { ComponentType } from 'react'
import type { FieldKind } from '../../../api/types'
import { AutoNumberOptions } from './AutoNumberOptions'
import { ChoiceOptions } from './ChoiceOptions'
import { FileOptions } from './FileOptions'
import { FormulaOptions } from './FormulaOptions'
import { LookupOptions } from './LookupOptions'
import { DecimalOptions, IntegerOptions, MoneyOptions, PercentOptions, TextOptions } from './NumberOptions'
import { OnDeleteOptions, ReferenceOptions, TargetControl } from './ReferenceOptions'
import { RollupOptions } from './RollupOptions'
import type { OptionsProps } from './types'

interface KindControls {
  Controls: ComponentType<OptionsProps> | null
  /** The attributes that the controls edit; those of the former kind go when a field changes its kind. */
  names: readonly string[]
  /** Without these the field cannot be saved. */
  needed?: readonly string[]
}

const NONE: KindControls = { Controls: null, names: [] }

/** Every kind is here: a forgotten one does not compile. */
export const KIND_CONTROLS: Record<FieldKind, KindControls> = {
  text: { Controls: TextOptions, names: ['max_length'] },
  long_text: { Controls: TextOptions, names: ['max_length'] },
  email: NONE,
  phone: NONE,
  url: NONE,
  integer: { Controls: IntegerOptions, names: ['min', 'max', 'grouped'] },
  decimal: { Controls: DecimalOptions, names: ['digits', 'scale', 'min', 'max'] },
  percent: { Controls: PercentOptions, names: ['scale', 'min', 'max'] },
  money: { Controls: MoneyOptions, names: ['rate_on', 'min', 'max'] },
  auto_number: { Controls: AutoNumberOptions, names: ['pattern', 'reset', 'reserved'], needed: ['pattern'] },
  date: NONE,
  datetime: NONE,
  boolean: NONE,
  option: { Controls: ChoiceOptions, names: ['options'], needed: ['options'] },
  options: { Controls: ChoiceOptions, names: ['options'], needed: ['options'] },
  reference: { Controls: ReferenceOptions, names: ['target', 'on_delete', 'filter'], needed: ['target'] },
  references: { Controls: ReferenceOptions, names: ['target'], needed: ['target'] },
  user: { Controls: OnDeleteOptions, names: ['on_delete'] },
  parent: { Controls: OnDeleteOptions, names: ['on_delete'] },
  children: { Controls: null, names: ['target', 'parent_field'] },
  segment: { Controls: TargetControl, names: ['target'], needed: ['target'] },
  file: { Controls: FileOptions, names: ['max_bytes', 'accept'] },
  json: NONE,
  formula: {
    Controls: FormulaOptions,
    names: ['expression', 'result', 'blanks', 'scale', 'grouped'],
    needed: ['expression'],
  },
  rollup: {
    Controls: RollupOptions,
    names: ['over', 'function', 'field', 'where', 'result', 'scale', 'grouped'],
    needed: ['over', 'function'],
  },
  lookup: { Controls: LookupOptions, names: ['path', 'result', 'scale', 'grouped'], needed: ['path'] },
  score: { Controls: null, names: ['rules', 'of', 'gives', 'result', 'scale', 'grouped'] },
}

export function KindOptions(props: OptionsProps) {
  const { Controls } = KIND_CONTROLS[props.document.kind]
  return Controls && <Controls {...props} />
}
