import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Flex, Input } from 'antd'
import { useState } from 'react'
import {
  addWebhook,
  automationKey,
  changeWebhook,
  type Webhook,
  type WebhookSent,
} from '../../api/automation'
import { isProblem } from '../../api/problem'
import { Control } from '../controls/Control'
import { EditorDrawer } from '../controls/EditorDrawer'
import { SwitchRow } from '../controls/SwitchRow'
import { useAutomationTexts } from './automationTexts'

interface WebhookDrawerProps {
  webhook: Webhook | null
  initialKey: string
  onClose: () => void
}

const SECRET_BYTES = 32

/** Long enough that nobody guesses it. */
function madeSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A webhook, set up or changed. What is kept of a secret is never shown. */
export function WebhookDrawer({ webhook, initialKey, onClose }: WebhookDrawerProps) {
  const t = useAutomationTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [sent, setSent] = useState<WebhookSent>({
    key: initialKey,
    label: webhook?.label ?? '',
    url: webhook?.url ?? '',
    is_active: webhook?.is_active ?? true,
  })
  const [isDirty, setDirty] = useState(false)
  const [isMade, setMade] = useState(false)
  const set = (part: Partial<WebhookSent>) => {
    setDirty(true)
    setSent((before) => ({ ...before, ...part }))
  }
  const save = useMutation({
    mutationFn: () => (webhook ? changeWebhook(webhook.id, sent) : addWebhook(sent)),
    onSuccess: () => {
      void message.success(t('webhooks.saved'))
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: automationKey }),
  })
  const issues = isProblem(save.error) ? save.error.issues : []
  const secretHelp = isMade ? 'secret_shown' : webhook?.has_secret ? 'secret_kept' : 'secret_none'
  return (
    <EditorDrawer
      title={webhook ? t('webhooks.edit') : t('webhooks.add')}
      general={issues.filter(({ path }) => !path)}
      issues={issues}
      okText={t('webhooks.save')}
      isSaving={save.isPending}
      isDirty={isDirty}
      isBlocked={!sent.key || !sent.url}
      onSave={() => save.mutate()}
      onClose={onClose}
    >
      <Control names={['key']} label={t('webhooks.key')} help={t('webhooks.key_help')} required>
        {(aria) => (
          <Input
            {...aria}
            autoFocus={!sent.key}
            maxLength={63}
            value={sent.key}
            onChange={({ target }) => set({ key: target.value })}
          />
        )}
      </Control>
      <Control names={['label']} label={t('webhooks.label')}>
        {(aria) => (
          <Input
            {...aria}
            maxLength={200}
            value={sent.label}
            onChange={({ target }) => set({ label: target.value })}
          />
        )}
      </Control>
      <Control names={['url']} label={t('webhooks.url')} help={t('webhooks.url_help')} required>
        {(aria) => (
          <Input
            {...aria}
            type="url"
            placeholder="https://example.com/hook"
            value={sent.url}
            onChange={({ target }) => set({ url: target.value })}
          />
        )}
      </Control>
      <Control names={['secret']} label={t('webhooks.secret')} help={t(`webhooks.${secretHelp}`)}>
        {(aria) => (
          <Flex gap={8} wrap>
            <Input.Password
              {...aria}
              style={{ flex: '1 1 240px' }}
              autoComplete="new-password"
              value={sent.secret ?? ''}
              visibilityToggle={{ visible: isMade, onVisibleChange: setMade }}
              onChange={({ target }) => set({ secret: target.value })}
            />
            <Button
              onClick={() => {
                set({ secret: madeSecret() })
                setMade(true)
              }}
            >
              {t('webhooks.secret_new')}
            </Button>
            {webhook?.has_secret && sent.secret !== '' && (
              <Button type="text" danger onClick={() => set({ secret: '' })}>
                {t('webhooks.secret_remove')}
              </Button>
            )}
          </Flex>
        )}
      </Control>
      <SwitchRow
        label={t('webhooks.active')}
        help={t('webhooks.active_help')}
        checked={sent.is_active}
        onChange={(is_active) => set({ is_active })}
      />
    </EditorDrawer>
  )
}
