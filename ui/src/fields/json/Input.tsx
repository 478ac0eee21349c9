import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sharedProps } from '../parts/inputProps'
import type { InputProps } from '../types'

/** Half-written JSON is kept as it is typed; only whole JSON becomes the value. */
export function JsonInput(props: InputProps) {
  const { t } = useTranslation()
  const { value, onChange, onInvalid } = props
  const [draft, setDraft] = useState<string | null>(null)

  const type = (text: string) => {
    setDraft(text)
    try {
      onChange(text.trim() === '' ? null : (JSON.parse(text) as unknown))
      onInvalid?.(null)
    } catch (error) {
      const place = /line (\d+) column (\d+)/.exec(String(error))
      onInvalid?.(
        place ? t('field.json_invalid_at', { line: place[1], column: place[2] }) : t('field.json_invalid'),
      )
    }
  }

  return (
    <Input.TextArea
      {...sharedProps(props)}
      value={draft ?? (value == null ? '' : JSON.stringify(value, null, 2))}
      autoSize={{ minRows: 3, maxRows: 16 }}
      spellCheck={false}
      style={{ fontFamily: 'var(--ant-font-family-code)', fontSize: 12 }}
      onChange={(event) => type(event.target.value)}
    />
  )
}
