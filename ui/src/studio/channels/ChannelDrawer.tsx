import { Select } from 'antd'
import { useState } from 'react'
import { addChannel, changeChannel, type Channel, type ChannelKind } from '../../api/channels'
import { NOTICE_KINDS, type NoticeKind } from '../../api/inbox'
import type { Translated } from '../../api/values'
import { useChannelTexts } from '../../inbox/channelTexts'
import { useInboxTexts } from '../../inbox/texts'
import { Control } from '../controls/Control'
import { GatewayOptions } from './GatewayOptions'
import { MailOptions } from './MailOptions'
import { OwnOptions } from './OwnOptions'
import { channelsKey } from './queries'
import { SetUpDrawer } from './SetUpDrawer'

const USUAL: NoticeKind[] = ['approval', 'reminder', 'assignment', 'mention', 'message']
/** Kinds with a form of their own, and what the first channel of such a kind is called. */
const FORMS: ReadonlyMap<string, { key: string; label: Translated }> = new Map([
  ['mail', { key: 'mail', label: { en: 'E-mail', 'zh-hans': '电子邮件' } }],
  ['http', { key: 'sms', label: { en: 'SMS', 'zh-hans': '短信' } }],
])

interface ChannelDrawerProps {
  kind: ChannelKind
  channel: Channel | null
  onClose: () => void
}

/** One channel, set up or changed. */
export function ChannelDrawer({ kind, channel, onClose }: ChannelDrawerProps) {
  const t = useChannelTexts()
  const tInbox = useInboxTexts()
  const usual = channel?.default_kinds ?? (kind.key === 'mail' ? USUAL : [])
  const [kinds, setKinds] = useState<NoticeKind[] | null>(null)
  return (
    <SetUpDrawer
      title={t(channel ? 'edit_title' : 'add')}
      known={channel}
      first={FORMS.get(kind.key) ?? { key: kind.key, label: { en: kind.label } }}
      t={t}
      secretLabel={kind.secret_label}
      settings={(fields) => (
        <>
          {kind.key === 'mail' && <MailOptions {...fields} />}
          {kind.key === 'http' && <GatewayOptions {...fields} />}
          {!FORMS.has(kind.key) && <OwnOptions {...fields} schema={kind.options} />}
        </>
      )}
      further={() => (
        <Control names={['default_kinds']} label={t('default_kinds')}>
          {(aria) => (
            <Select<NoticeKind[]>
              {...aria}
              mode="multiple"
              value={kinds ?? usual}
              options={NOTICE_KINDS.map((value) => ({ value, label: tInbox(`kind_${value}`) }))}
              onChange={setKinds}
            />
          )}
        </Control>
      )}
      isChanged={kinds !== null}
      send={(key, common) => {
        const change = { ...common, default_kinds: kinds ?? usual }
        return channel ? changeChannel(channel.key, change) : addChannel({ ...change, key, kind: kind.key })
      }}
      queryKey={channelsKey}
      onClose={onClose}
    />
  )
}
