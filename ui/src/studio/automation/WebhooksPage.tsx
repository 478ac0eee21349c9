import { HistoryOutlined, PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button, Empty } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { webhooksQuery, type Webhook } from '../../api/automation'
import { useDocumentTitle } from '../../shared/documentTitle'
import { PageHeader } from '../controls/PageHeader'
import { runsPath } from '../paths'
import { useTexts } from '../texts'
import { useAutomationTexts } from './automationTexts'
import { Callers } from './Callers'
import { DeliveriesDrawer } from './DeliveriesDrawer'
import { WebhookCard } from './WebhookCard'
import { WebhookDrawer } from './WebhookDrawer'
import styles from './automation.module.css'

/** Addresses that rules call, and what became of the calls. */
export function WebhooksPage() {
  const t = useAutomationTexts()
  const tStudio = useTexts()
  const { data } = useSuspenseQuery(webhooksQuery)
  const [edited, setEdited] = useState<{ webhook: Webhook | null; key: string } | null>(null)
  const [called, setCalled] = useState<Webhook | null>(null)
  useDocumentTitle(t('webhooks.title'), tStudio('frame.studio'))
  const add = (key = '') => setEdited({ webhook: null, key })
  const addButton = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => add()}>
      {t('webhooks.add')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('webhooks.title')}
        subtitle={t('webhooks.subtitle')}
        actions={
          <>
            <Link to={runsPath()}>
              <Button icon={<HistoryOutlined />}>{t('runs_link')}</Button>
            </Link>
            {data.items.length > 0 && addButton}
          </>
        }
      />
      {data.missing.map(({ key, rules }) => (
        <Alert
          key={key}
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title={t('webhooks.missing')}
          description={<Callers rules={rules} />}
          action={
            <Button size="small" onClick={() => add(key)}>
              {t('webhooks.set_up', { key })}
            </Button>
          }
        />
      ))}
      {data.items.length === 0 && (
        <Empty
          description={
            <>
              {t('webhooks.empty')}
              <p className={styles['quiet']}>{t('webhooks.empty_hint')}</p>
            </>
          }
        >
          {addButton}
        </Empty>
      )}
      <div className={styles['cards']}>
        {data.items.map((webhook) => (
          <WebhookCard
            key={webhook.id}
            webhook={webhook}
            onEdit={() => setEdited({ webhook, key: webhook.key })}
            onDeliveries={() => setCalled(webhook)}
          />
        ))}
      </div>
      {edited && (
        <WebhookDrawer webhook={edited.webhook} initialKey={edited.key} onClose={() => setEdited(null)} />
      )}
      {called && <DeliveriesDrawer webhook={called} onClose={() => setCalled(null)} />}
    </>
  )
}
