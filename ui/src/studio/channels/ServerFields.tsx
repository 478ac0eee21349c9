import { Input, InputNumber, Select } from 'antd'
import type { ChannelOptions } from '../../api/channels'
import { Control } from '../controls/Control'

export interface OptionsProps {
  options: ChannelOptions
  onChange: (options: ChannelOptions) => void
}

interface ServerFieldsProps extends OptionsProps {
  labels: { host: string; security: string; port: string }
  placeholder: string
  /** What there is, the usual first. */
  securities: { value: string; label: string }[]
}

/** Where a mail server is, and how the way there is encrypted. */
export function ServerFields({ options, onChange, labels, placeholder, securities }: ServerFieldsProps) {
  const set = (part: ChannelOptions) => onChange({ ...options, ...part })
  return (
    <>
      <Control names={['options', 'options/host']} label={labels.host} required>
        {(aria) => (
          <Input
            {...aria}
            value={String(options['host'] ?? '')}
            placeholder={placeholder}
            onChange={({ target }) => set({ host: target.value })}
          />
        )}
      </Control>
      <Control names={['options/security']} label={labels.security}>
        {(aria) => (
          <Select
            {...aria}
            value={String(options['security'] ?? securities[0]?.value)}
            options={securities}
            onChange={(security) => set({ security })}
          />
        )}
      </Control>
      <Control names={['options/port']} label={labels.port}>
        {(aria) => (
          <InputNumber
            {...aria}
            min={1}
            max={65535}
            precision={0}
            value={typeof options['port'] === 'number' ? options['port'] : null}
            onChange={(port) => set({ port: port ?? undefined })}
          />
        )}
      </Control>
    </>
  )
}
