import { MailOutlined, MessageOutlined, PlusOutlined, SendOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Card, Dropdown, Empty, Flex, Tag } from 'antd'
import { useState } from 'react'
import { removeChannel, testChannel, type Channel, type ChannelKind } from '../../api/channels'
import { useChannelTexts } from '../../inbox/channelTexts'
import { useLabel } from '../../schema/labels'
import { useDocumentTitle } from '../../shared/documentTitle'
import { PageHeader } from '../controls/PageHeader'
import { useTexts } from '../texts'
import { ChannelDrawer } from './ChannelDrawer'
import { DeadDeliveries } from './DeadDeliveries'
import { MailBoxes } from './MailBoxes'
import { OutsideMails } from './OutsideMails'
import { channelsKey, channelsQuery } from './queries'
import { SetUpButtons } from './SetUpButtons'

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
        <MailBoxes />
      </Flex>
      {edited && <ChannelDrawer {...edited} onClose={() => setEdited(null)} />}
    </>
  )
}

function ChannelCard({ channel, kind, onEdit }: { channel: Channel; kind: string; onEdit: () => void }) {
  const t = useChannelTexts()
  const labelOf = useLabel()
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
        <SetUpButtons
          t={t}
          icon={<SendOutlined />}
          test={() => testChannel(channel.key)}
          tested={({ to }) => t('tested', { to })}
          remove={() => removeChannel(channel.key)}
          queryKey={channelsKey}
          onEdit={onEdit}
        />
      </Flex>
    </Card>
  )
}
