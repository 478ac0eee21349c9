import { Input } from 'antd'
import type { ControlAria } from './Control'

interface RuleInputProps {
  value: string | null | undefined
  onChange: (text: string | undefined) => void
  placeholder?: string
  aria: ControlAria
  minRows?: number
}

/** A rule as text. An empty rule is none. */
export function RuleInput({ value, onChange, placeholder, aria, minRows = 1 }: RuleInputProps) {
  return (
    <Input.TextArea
      {...aria}
      value={value ?? ''}
      placeholder={placeholder ?? ''}
      autoSize={{ minRows, maxRows: 12 }}
      spellCheck={false}
      style={{ fontFamily: 'var(--ant-font-family-code)' }}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    />
  )
}
