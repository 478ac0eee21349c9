import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Input, Select } from 'antd'
import { useState } from 'react'
import {
  addChannel,
  changeChannel,
  type Channel,
  type ChannelKind,
  type ChannelOptions,
} from '../../api/channels'
import { NOTICE_KINDS, type NoticeKind } from '../../api/inbox'
import { isProblem } from '../../api/problem'
import type { Translated } from '../../api/values'
import { useChannelTexts } from '../../inbox/channelTexts'
import { useInboxTexts } from '../../inbox/texts'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { LabelsInput } from '../controls/LabelsInput'
import { SwitchRow } from '../controls/SwitchRow'
import { GatewayOptions } from './GatewayOptions'
import { MailOptions } from './MailOptions'
import { channelsKey } from './queries'

const USUAL: NoticeKind[] = ['approval', 'reminder', 'assignment', 'mention', 'message']

interface ChannelDrawerProps {
  kind: ChannelKind
  channel: Channel | null
  onClose: () => void
}

/** One channel, set up or changed. What is kept of a secret is never shown. */
export function ChannelDrawer({ kind, channel, onClose }: ChannelDrawerProps) {
  const t = useChannelTexts()
  const tInbox = useInboxTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [key, setKey] = useState(channel?.key ?? (kind.key === 'mail' ? 'mail' : 'sms'))
  const [label, setLabel] = useState<Translated>(
    channel?.label ?? { en: kind.key === 'mail' ? 'E-mail' : 'SMS' },
  )
  const [options, setOptions] = useState<ChannelOptions>(channel?.options ?? {})
  const [secret, setSecret] = useState('')
  const [kinds, setKinds] = useState<NoticeKind[]>(
    channel?.default_kinds ?? (kind.key === 'mail' ? USUAL : []),
  )
  const [isEnabled, setEnabled] = useState(channel?.enabled ?? true)
  const [isDirty, setDirty] = useState(false)
  const edit = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      setDirty(true)
      set(value)
    }
  }
  const save = useMutation({
    mutationFn: () => {
      const change = {
        label,
        options: withoutBlanks(options),
        default_kinds: kinds,
        enabled: isEnabled,
        ...(secret ? { secret } : {}),
      }
      return channel ? changeChannel(channel.key, change) : addChannel({ ...change, key, kind: kind.key })
    },
    onSuccess: () => {
      void message.success(t('saved'))
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: channelsKey }),
  })
  const issues = isProblem(save.error) ? save.error.issues : []
  const fields = { options, onChange: edit(setOptions) }

  return (
    <EditorDrawer
      title={channel ? t('edit') : t('add')}
      general={issues.filter(({ path }) => !path)}
      issues={issues}
      okText={t('save')}
      isSaving={save.isPending}
      isDirty={isDirty}
      onSave={() => save.mutate()}
      onClose={onClose}
    >
      {!channel && (
        <Control names={['key']} label={t('key')} required>
          {(aria) => (
            <Input
              {...aria}
              value={key}
              onChange={({ target }) => edit(setKey)(target.value)}
              maxLength={40}
            />
          )}
        </Control>
      )}
      <Control names={['label']} label={t('name')} required>
        {(aria) => <LabelsInput aria={aria} name={t('name')} value={label} onChange={edit(setLabel)} />}
      </Control>
      {kind.key === 'mail' ? <MailOptions {...fields} /> : <GatewayOptions {...fields} />}
      <Control
        names={['secret']}
        label={kind.secret_label}
        help={t(channel?.has_secret ? 'secret_kept' : 'secret_none')}
      >
        {(aria) => (
          <Input.Password
            {...aria}
            value={secret}
            autoComplete="new-password"
            onChange={({ target }) => edit(setSecret)(target.value)}
          />
        )}
      </Control>
      <Control names={['default_kinds']} label={t('default_kinds')}>
        {(aria) => (
          <Select<NoticeKind[]>
            {...aria}
            mode="multiple"
            value={kinds}
            options={NOTICE_KINDS.map((value) => ({ value, label: tInbox(`kind_${value}`) }))}
            onChange={edit(setKinds)}
          />
        )}
      </Control>
      <SwitchRow label={t('enabled')} checked={isEnabled} onChange={edit(setEnabled)} />
    </EditorDrawer>
  )
}

function withoutBlanks(options: ChannelOptions): ChannelOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== ''),
  )
}
