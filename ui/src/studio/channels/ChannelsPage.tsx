import { MailOutlined, MessageOutlined, PlusOutlined, SendOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { App, Button, Card, Dropdown, Empty, Flex, Popconfirm, Tag } from 'antd'
import { useState } from 'react'
import { removeChannel, testChannel, type Channel, type ChannelKind } from '../../api/channels'
import { errorText } from '../../api/problem'
import { useChannelTexts } from '../../inbox/channelTexts'
import { useLabel } from '../../schema/labels'
import { useDocumentTitle } from '../../shared/documentTitle'
import { PageHeader } from '../controls/PageHeader'
import { useTexts } from '../texts'
import { ChannelDrawer } from './ChannelDrawer'
import { DeadDeliveries } from './DeadDeliveries'
import { OutsideMails } from './OutsideMails'
import { channelsKey, channelsQuery } from './queries'

interface Edited {
  kind: ChannelKind
  channel: Channel | null
}

/** Ways in which notifications leave the system. */
export function ChannelsPage() {
  const t = useChannelTexts()
  const tStudio = useTexts()
  const { data } = useSuspenseQuery(channelsQuery)
  const [edited, setEdited] = useState<Edited | null>(null)
  useDocumentTitle(t('title'), tStudio('frame.studio'))
  const kindOf = (channel: Channel) => data.kinds.find(({ key }) => key === channel.kind)

  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          <Dropdown
            trigger={['click']}
            menu={{
              items: data.kinds.map(({ key, label }) => ({ key, label })),
              onClick: ({ key }) => {
                const kind = data.kinds.find((each) => each.key === key)
                if (kind) setEdited({ kind, channel: null })
              },
            }}
          >
            <Button type="primary" icon={<PlusOutlined />}>
              {t('add')}
            </Button>
          </Dropdown>
        }
      />
      <Flex vertical gap={12}>
        {data.items.length === 0 && <Empty description={t('empty')} />}
        {data.items.map((channel) => (
          <ChannelCard
            key={channel.key}
            channel={channel}
            kind={kindOf(channel)?.label ?? channel.kind}
            onEdit={() => {
              const kind = kindOf(channel)
              if (kind) setEdited({ kind, channel })
            }}
          />
        ))}
        <DeadDeliveries />
        <OutsideMails />
      </Flex>
      {edited && <ChannelDrawer {...edited} onClose={() => setEdited(null)} />}
    </>
  )
}

function ChannelCard({ channel, kind, onEdit }: { channel: Channel; kind: string; onEdit: () => void }) {
  const t = useChannelTexts()
  const labelOf = useLabel()
  const client = useQueryClient()
  const { message } = App.useApp()
  const onError = (error: Error) => void message.error(errorText(error), 8)
  const test = useMutation({
    mutationFn: () => testChannel(channel.key),
    onSuccess: ({ to }) => void message.success(t('tested', { to })),
    onError,
  })
  const remove = useMutation({
    mutationFn: () => removeChannel(channel.key),
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: channelsKey }),
  })
  const where = channel.options['host'] ?? channel.options['url']
  return (
    <Card
      size="small"
      title={
        <Flex gap={8} align="center">
          {channel.kind === 'mail' ? <MailOutlined /> : <MessageOutlined />}
          <span dir="auto">{labelOf(channel)}</span>
          {!channel.enabled && <Tag>{t('off')}</Tag>}
        </Flex>
      }
    >
      <Flex gap={8} align="center" justify="space-between" wrap>
        <span style={{ overflowWrap: 'anywhere' }}>
          {kind} · {where}
        </span>
        <Flex gap={4} wrap>
          <Button icon={<SendOutlined />} loading={test.isPending} onClick={() => test.mutate()}>
            {t('test')}
          </Button>
          <Button onClick={onEdit}>{t('edit')}</Button>
          <Popconfirm title={t('delete_sure')} onConfirm={() => remove.mutate()}>
            <Button danger type="text">
              {t('delete')}
            </Button>
          </Popconfirm>
        </Flex>
      </Flex>
    </Card>
  )
}
