import { Input } from 'antd'
import { findKeyFault } from '../changes/keys'
import { useTexts } from '../texts'
import { Control } from './Control'

interface KeyInputProps {
  value: string
  onChange: (key: string) => void
  /** Keys that others have. */
  taken: readonly string[]
  help?: string
  disabled?: boolean
}

/** The stable identifier; faults are named while typing, the server's word comes at the same place. */
export function KeyInput({ value, onChange, taken, help, disabled }: KeyInputProps) {
  const t = useTexts()
  const fault = value === '' ? null : findKeyFault(value, taken)
  return (
    <Control
      names={['key', '']}
      label={t('controls.key')}
      help={help ?? t('controls.key_help')}
      error={fault && t(`controls.key_fault.${fault}`, { key: value })}
      required
    >
      {(aria) => (
        <Input
          {...aria}
          value={value}
          disabled={disabled ?? false}
          maxLength={63}
          spellCheck={false}
          autoComplete="off"
          style={{ fontFamily: 'var(--ant-font-family-code)' }}
          onChange={({ target }) => onChange(target.value.trim().toLowerCase())}
        />
      )}
    </Control>
  )
}
