import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Segmented, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import {
  automationKey,
  listDeliveries,
  sendAgain,
  type DeliveryTry,
  type Webhook,
  type WebhookDelivery,
} from '../../api/automation'
import { errorText } from '../../api/problem'
import { Drawer } from '../../shared/Drawer'
import { useFormat } from '../../shared/format/useFormat'
import { useAutomationTexts } from './automationTexts'
import { useTookText } from './words'
import styles from './automation.module.css'

const STATES = ['all', 'waiting', 'sent', 'dead'] as const
type Shown = (typeof STATES)[number]
const COLORS = { waiting: 'blue', sent: 'green', dead: 'red' } as const
const LOOK_AGAIN = 5_000

/** The calls of a webhook, newest first; those that were given up can be sent again. */
export function DeliveriesDrawer({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const t = useAutomationTexts()
  const [shown, setShown] = useState<Shown>(webhook.dead > 0 ? 'dead' : 'all')
  const state = shown === 'all' ? null : shown
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...automationKey, 'deliveries', webhook.id, state],
    queryFn: ({ signal, pageParam }) => listDeliveries(webhook.id, state, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: LOOK_AGAIN,
  })
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <Drawer
      open
      size={640}
      title={t('webhooks.deliveries_of', { name: webhook.label || webhook.key })}
      onClose={onClose}
    >
      <Segmented
        value={shown}
        onChange={setShown}
        options={STATES.map((value) => ({
          value,
          label: t(value === 'all' ? 'webhooks.all' : `webhooks.state_${value}`),
        }))}
        style={{ marginBottom: 16 }}
      />
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {!items && !error && <Skeleton active />}
      {items?.length === 0 && (
        <Empty
          description={t(shown === 'all' ? 'webhooks.deliveries_none' : 'webhooks.deliveries_nothing')}
        />
      )}
      <ol className={styles['list']}>
        {items?.map((item) => (
          <OneDelivery key={item.id} item={item} />
        ))}
      </ol>
      {hasNextPage && (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('webhooks.more')}
        </Button>
      )}
    </Drawer>
  )
}

function OneDelivery({ item }: { item: WebhookDelivery }) {
  const t = useAutomationTexts()
  const format = useFormat()
  const client = useQueryClient()
  const { message } = App.useApp()
  const answerOf = useAnswerText()
  const again = useMutation({
    mutationFn: () => sendAgain(item.id),
    onSuccess: () => void message.success(t('webhooks.sent_again')),
    onError: (problem) => void message.error(errorText(problem)),
    onSettled: () => client.invalidateQueries({ queryKey: automationKey }),
  })
  return (
    <li className={styles['row']}>
      <div>
        <Tag color={COLORS[item.state]}>{t(`webhooks.state_${item.state}`)}</Tag>
      </div>
      <div className={styles['story']}>
        {format.dateTime(item.created_at)}
        <div className={styles['quiet']}>
          {t('webhooks.attempts', { count: item.tries.length })}
          {item.tries.length > 0 && <> · {answerOf(item.status)}</>}
          {item.due_at && <> · {t('webhooks.next_try', { when: format.dateTime(item.due_at) })}</>}
        </div>
        {item.tries.length > 0 && (
          <details>
            <summary>{t('webhooks.tries')}</summary>
            <ol className={styles['values']} aria-label={t('webhooks.tries')}>
              {item.tries.map((made, index) => (
                <DeliveryTryItem key={index} made={made} />
              ))}
            </ol>
          </details>
        )}
        <details>
          <summary>{t('webhooks.body')}</summary>
          <pre className={styles['code']}>{JSON.stringify(item.body, null, 2)}</pre>
        </details>
      </div>
      {item.state === 'dead' && (
        <Button size="small" loading={again.isPending} onClick={() => again.mutate()}>
          {t('webhooks.again')}
        </Button>
      )}
    </li>
  )
}

function DeliveryTryItem({ made }: { made: DeliveryTry }) {
  const format = useFormat()
  const tookText = useTookText()
  const answerOf = useAnswerText()
  return (
    <li className={styles['try']}>
      <div className={styles['quiet']}>
        {format.dateTime(made.at)}
        {made.took !== null && <> · {tookText(made.took)}</>} · {answerOf(made.status)}
      </div>
      {made.answer && <pre className={styles['code']}>{made.answer}</pre>}
    </li>
  )
}

function useAnswerText(): (status: number | null) => string {
  const t = useAutomationTexts()
  return (status) => (status === null ? t('webhooks.no_answer') : t('webhooks.status', { status }))
}
