import { Input } from 'antd'
import { Control } from '../../controls/Control'
import { useTexts } from '../../texts'
import type { OptionsProps } from './types'

/** Which field of which other record: references and then a field, joined by dots. */
export function LookupOptions({ document, onChange }: OptionsProps) {
  const t = useTexts()
  return (
    <Control names={['path']} label={t('option.path')} help={t('option.path_help')} required>
      {(aria) => (
        <Input
          {...aria}
          value={document.path ?? ''}
          placeholder="account.tier"
          spellCheck={false}
          style={{ fontFamily: 'var(--ant-font-family-code)' }}
          onChange={({ target }) => onChange({ path: target.value === '' ? undefined : target.value })}
        />
      )}
    </Control>
  )
}
