import { Input } from 'antd'
import type { ChannelOptions } from '../../api/channels'
import { useChannelTexts } from '../../inbox/channelTexts'
import { Control } from '../controls/Control'
import { SwitchRow } from '../controls/SwitchRow'
import { ServerFields, type OptionsProps } from './ServerFields'

const SECURITIES = ['starttls', 'tls', 'none'] as const
const TEXTS = ['username', 'from_address', 'from_name', 'reply_to'] as const
const REQUIRED: ReadonlySet<string> = new Set(['from_address'])

/** An SMTP server. */
export function MailOptions({ options, onChange }: OptionsProps) {
  const t = useChannelTexts()
  const set = (part: ChannelOptions) => onChange({ ...options, ...part })
  return (
    <>
      <ServerFields
        options={options}
        onChange={onChange}
        labels={{ host: t('host'), security: t('security'), port: t('port') }}
        placeholder="smtp.example.com"
        securities={SECURITIES.map((value) => ({ value, label: t(`security_${value}`) }))}
      />
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
