import { Input, Select } from 'antd'
import { useChannelTexts } from '../../inbox/channelTexts'
import { Control } from '../controls/Control'
import type { OptionsProps } from './ServerFields'

const ADDRESSES = ['phone', 'email', 'username'] as const

/** An HTTP gateway for SMS or a messenger. */
export function GatewayOptions({ options, onChange }: OptionsProps) {
  const t = useChannelTexts()
  return (
    <>
      <Control names={['options', 'options/url']} label={t('url')} help={t('url_help')} required>
        {(aria) => (
          <Input
            {...aria}
            type="url"
            value={String(options['url'] ?? '')}
            placeholder="https://gateway.example.com/send"
            onChange={({ target }) => onChange({ ...options, url: target.value })}
          />
        )}
      </Control>
      <Control names={['options/address']} label={t('address')}>
        {(aria) => (
          <Select
            {...aria}
            value={String(options['address'] ?? 'phone')}
            options={ADDRESSES.map((value) => ({ value, label: t(`address_${value}`) }))}
            onChange={(address) => onChange({ ...options, address })}
          />
        )}
      </Control>
    </>
  )
}
