import type { RefObject } from 'react'
import type { RuleKind } from '../../rules/api'
import { RuleEditor, type RuleEditorHandle } from '../../rules/RuleEditor'
import type { ControlAria } from './Control'

interface RuleInputProps {
  /** The entity whose fields the rule reads. */
  entity: string
  kind?: RuleKind
  value: string | null | undefined
  onChange: (text: string | undefined) => void
  placeholder?: string
  aria: ControlAria
  minRows?: number
  isSingleLine?: boolean
  isQuiet?: boolean
  isUnchecked?: boolean
  handle?: RefObject<RuleEditorHandle | null>
}

/** A rule as text. An empty rule is none. */
export function RuleInput({ value, onChange, ...rest }: RuleInputProps) {
  return (
    <RuleEditor {...rest} value={value ?? ''} onChange={(text) => onChange(text === '' ? undefined : text)} />
  )
}
