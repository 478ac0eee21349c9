import { Input, InputNumber, Select } from 'antd'
import type { ChannelOptions } from '../../api/channels'
import { useChannelTexts } from '../../inbox/channelTexts'
import { Control } from '../controls/Control'
import { SwitchRow } from '../controls/SwitchRow'

const SECURITIES = ['starttls', 'tls', 'none'] as const
const TEXTS = ['username', 'from_address', 'from_name', 'reply_to'] as const
const REQUIRED: ReadonlySet<string> = new Set(['from_address'])

export interface OptionsProps {
  options: ChannelOptions
  onChange: (options: ChannelOptions) => void
}

/** An SMTP server. */
export function MailOptions({ options, onChange }: OptionsProps) {
  const t = useChannelTexts()
  const set = (part: ChannelOptions) => onChange({ ...options, ...part })
  return (
    <>
      <Control names={['options', 'options/host']} label={t('host')} required>
        {(aria) => (
          <Input
            {...aria}
            value={String(options['host'] ?? '')}
            placeholder="smtp.example.com"
            onChange={({ target }) => set({ host: target.value })}
          />
        )}
      </Control>
      <Control names={['options/security']} label={t('security')}>
        {(aria) => (
          <Select
            {...aria}
            value={String(options['security'] ?? 'starttls')}
            options={SECURITIES.map((value) => ({ value, label: t(`security_${value}`) }))}
            onChange={(security) => set({ security })}
          />
        )}
      </Control>
      <Control names={['options/port']} label={t('port')}>
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
      {TEXTS.map((name) => (
        <Control key={name} names={[`options/${name}`]} label={t(name)} required={REQUIRED.has(name)}>
          {(aria) => (
            <Input
              {...aria}
              value={String(options[name] ?? '')}
              autoComplete="off"
              onChange={({ target }) => set({ [name]: target.value })}
            />
          )}
        </Control>
      ))}
      <SwitchRow
        label={t('decisions')}
        help={t('decisions_help')}
        checked={options['decisions'] !== false}
        onChange={(decisions) => set({ decisions })}
      />
    </>
  )
}
