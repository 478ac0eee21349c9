import type { ComponentType } from 'react'
import type { Field } from '../api/types'
import type { FieldValue } from '../api/values'
import type { FilterValue } from './literal'
import type { OperatorKey } from './operators'

/** A value shown: in a list, on a record page, in a history. Must stay on one line when `inline` is set. */
export interface CellProps {
  field: Field
  value: FieldValue
  /** The key of the entity that the field belongs to. */
  entity: string
  inline?: boolean
}

/** A value edited. Values have the shape that the server sends; `toWrite` turns them into what it takes. */
export interface InputProps {
  field: Field
  value: FieldValue
  onChange: (value: FieldValue) => void
  entity: string
  id?: string
  disabled?: boolean
  autoFocus?: boolean
  status?: 'error' | 'warning'
  /**
   * The text typed is no value yet (JSON half written, a file under way): the sentence to show, null when it is again;
   * with the path inside the value (`0/quantity`) where it is a part of it.
   */
  onInvalid?: (message: string | null, path?: string) => void
  /** Errors inside the value, by path: `0/quantity`. */
  issues?: ReadonlyMap<string, string>
  /** The value as a save would make it, with what the server computes inside. */
  computed?: FieldValue
  /** The sentences below the input, for screen readers. */
  'aria-describedby'?: string
  'aria-label'?: string
}

/** The right-hand side of a condition. The value is the text, number or list that the rule language compares with. */
export interface FilterProps {
  field: Field
  entity: string
  operator: OperatorKey
  value: FilterValue
  onChange: (value: FilterValue) => void
}

/** From the shape in which a field is read to the shape in which it is written. */
export type Writer = (field: Field, value: FieldValue) => unknown

export interface KindParts {
  Cell: ComponentType<CellProps>
  Input: ComponentType<InputProps>
  Filter: ComponentType<FilterProps>
  /** Conditions that make sense for the kind; the first is the default. Empty: no filter is offered. */
  operators: readonly OperatorKey[]
  /** Right-aligned, tabular figures. */
  numeric?: boolean
  /** Takes the whole width of a form. */
  wide?: boolean
  /** Typical width of a list column in pixels. */
  width: number
  /** From the shape that is read to the shape that is written. */
  toWrite?: (value: FieldValue, field: Field) => unknown
}
