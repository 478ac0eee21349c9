import { ApiOutlined, SendOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Flex, Popconfirm, Tag } from 'antd'
import { automationKey, removeWebhook, testWebhook, type Webhook } from '../../api/automation'
import { errorText } from '../../api/problem'
import { useAutomationTexts } from './automationTexts'
import { Callers } from './Callers'
import styles from './automation.module.css'

interface WebhookCardProps {
  webhook: Webhook
  onEdit: () => void
  onDeliveries: () => void
}

/** An address, who calls it, and what waits or was given up. */
export function WebhookCard({ webhook, onEdit, onDeliveries }: WebhookCardProps) {
  const t = useAutomationTexts()
  const { test, remove } = useWebhookActions(webhook)
  return (
    <Card
      size="small"
      title={
        <Flex gap={8} align="center" wrap>
          <ApiOutlined />
          <span dir="auto">{webhook.label || webhook.key}</span>
          <Tag style={{ fontFamily: 'var(--ant-font-family-code)' }}>{webhook.key}</Tag>
          {!webhook.is_active && <Tag>{t('webhooks.off')}</Tag>}
          {!webhook.has_secret && <Tag color="orange">{t('webhooks.unsigned')}</Tag>}
        </Flex>
      }
    >
      <Flex gap={8} align="flex-start" justify="space-between" wrap>
        <div className={styles['story']}>
          <div>{webhook.url}</div>
          <div className={styles['quiet']}>
            {webhook.rules.length > 0 ? (
              <>
                {t('webhooks.called_by')}: <Callers rules={webhook.rules} />
              </>
            ) : (
              t('webhooks.called_by_nobody')
            )}
          </div>
        </div>
        <Flex gap={4} wrap align="center">
          {webhook.waiting > 0 && <Tag color="blue">{t('webhooks.waiting', { count: webhook.waiting })}</Tag>}
          {webhook.dead > 0 && <Tag color="red">{t('webhooks.dead', { count: webhook.dead })}</Tag>}
          <Button onClick={onDeliveries}>{t('webhooks.deliveries')}</Button>
          <Button icon={<SendOutlined />} loading={test.isPending} onClick={() => test.mutate()}>
            {t('webhooks.test')}
          </Button>
          <Button onClick={onEdit}>{t('webhooks.edit')}</Button>
          <Popconfirm title={t('webhooks.delete_sure')} onConfirm={() => remove.mutate()}>
            <Button danger type="text">
              {t('webhooks.delete')}
            </Button>
          </Popconfirm>
        </Flex>
      </Flex>
    </Card>
  )
}

function useWebhookActions(webhook: Webhook) {
  const t = useAutomationTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const settled = {
    onError: (problem: Error) => void message.error(errorText(problem), 8),
    onSettled: () => client.invalidateQueries({ queryKey: automationKey }),
  }
  const test = useMutation({
    mutationFn: () => testWebhook(webhook.id),
    onSuccess: ({ state, status, answer }) =>
      state === 'sent'
        ? void message.success(t('webhooks.tested', { status }))
        : void message.error(t('webhooks.test_failed', { why: status ?? answer }), 8),
    ...settled,
  })
  const remove = useMutation({ mutationFn: () => removeWebhook(webhook.id), ...settled })
  return { test, remove }
}
