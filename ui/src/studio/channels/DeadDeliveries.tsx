import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { App, Button, Card, Flex } from 'antd'
import { retryDelivery } from '../../api/channels'
import { errorText } from '../../api/problem'
import { useChannelTexts } from '../../inbox/channelTexts'
import { useFormat } from '../../shared/format/useFormat'
import { channelsKey, deadQuery } from './queries'

/** What was given up, and why; each can be tried again. */
export function DeadDeliveries() {
  const t = useChannelTexts()
  const format = useFormat()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data } = useSuspenseQuery(deadQuery)
  const retry = useMutation({
    mutationFn: (id: string) => retryDelivery(id),
    onSuccess: () => void message.success(t('retried')),
    onError: (error) => void message.error(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: channelsKey }),
  })
  return (
    <Card size="small" title={t('dead')}>
      {data.items.length === 0 && t('dead_none')}
      <Flex vertical gap={8}>
        {data.items.map((item) => (
          <Flex key={item.id} gap={8} justify="space-between" align="flex-start">
            <span style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              <strong>{item.recipient.label}</strong> · {item.channel} · {format.ago(item.at)}
              <br />
              <small>{item.error}</small>
            </span>
            <Button size="small" onClick={() => retry.mutate(item.id)}>
              {t('retry')}
            </Button>
          </Flex>
        ))}
      </Flex>
    </Card>
  )
}
