import { Input, Select } from 'antd'
import type { Entity, Field } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { resolvePath, useSchema } from '../../schema/useSchema'
import { orderedEntries } from '../../shared/order'

interface LiteralInputProps {
  entity: Entity
  /** What the value is compared with or put into. */
  path: string
  label: string
  value: string
  onChange: (text: string) => void
}

const TEXTS = new Set(['text', 'long_text', 'email', 'phone', 'url', 'auto_number'])
const QUOTED = /^"(?:[^"\\]|\\.)*"$/

const quote = (text: string) => JSON.stringify(text)

function unquote(text: string): string {
  try {
    return QUOTED.test(text) ? String(JSON.parse(text)) : text
  } catch {
    return text
  }
}

function useFieldAt(entity: Entity, path: string): Field | undefined {
  return resolvePath(useSchema(), entity, path)?.at(-1)?.field
}

function useOptions(field: Field | undefined) {
  const labelOf = useLabel()
  return orderedEntries(field?.options).map(([key, option]) => ({
    value: quote(key),
    label: labelOf(option, key),
  }))
}

/** A value of the rule language: chosen where there are options, without quotes where texts are meant. */
export function LiteralInput({ entity, path, label, value, onChange }: LiteralInputProps) {
  const field = useFieldAt(entity, path)
  const options = useOptions(field)
  if (options.length > 0)
    return (
      <Select
        size="small"
        style={{ flex: 1, minWidth: 90 }}
        popupMatchSelectWidth={false}
        aria-label={label}
        value={value || null}
        options={options}
        onChange={(next) => onChange(next ?? '')}
      />
    )
  const isText = TEXTS.has(field?.kind ?? '') && (value === '' || QUOTED.test(value))
  return (
    <Input
      size="small"
      aria-label={label}
      value={isText ? unquote(value) : value}
      onChange={({ target }) => onChange(isText && target.value !== '' ? quote(target.value) : target.value)}
    />
  )
}

interface ManyProps extends Omit<LiteralInputProps, 'value' | 'onChange'> {
  value: string[]
  onChange: (texts: string[]) => void
}

function Many({ entity, path, label, value, onChange }: ManyProps) {
  const field = useFieldAt(entity, path)
  const options = useOptions(field)
  const isText = TEXTS.has(field?.kind ?? '')
  const shown = options.length > 0 ? value : value.map((one) => (isText ? unquote(one) : one))
  return (
    <Select<string[]>
      size="small"
      mode={options.length > 0 ? 'multiple' : 'tags'}
      style={{ flex: 1, minWidth: 90 }}
      aria-label={label}
      value={shown}
      options={options}
      onChange={(next) => onChange(options.length === 0 && isText ? next.map(quote) : next)}
    />
  )
}

LiteralInput.Many = Many
