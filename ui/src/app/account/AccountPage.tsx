import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { App, Button, Card, Empty } from 'antd'
import { useState } from 'react'
import { endSessions, sessionsQuery } from '../../api/account'
import { errorText } from '../../api/problem'
import { useDocumentTitle } from '../../shared/documentTitle'
import { NewTokenDialog } from '../../records/people/NewTokenDialog'
import { NotificationsCard } from './NotificationsCard'
import { SecondFactorCard } from './SecondFactorCard'
import { SessionList } from '../../records/people/SessionList'
import { useAccountTexts } from '../../records/people/accountTexts'
import styles from './account.module.css'

/** One's own account: second factor, sessions, tokens. */
export function AccountPage() {
  const t = useAccountTexts()
  useDocumentTitle(t('title'))
  return (
    <div className={styles['page']}>
      <h1 className={styles['title']}>{t('title')}</h1>
      <NotificationsCard />
      <SecondFactorCard />
      <SessionsCard />
      <TokensCard />
    </div>
  )
}

function SessionsCard() {
  const t = useAccountTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data } = useSuspenseQuery(sessionsQuery())
  const sessions = data.items
    .filter(({ kind, current }) => kind === 'session' || current)
    .sort((a, b) => Number(b.current) - Number(a.current))
  const end = useMutation({
    mutationFn: () => endSessions(),
    onSuccess: () => void message.success(t('ended')),
    onError: (error) => void message.error(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ['account', 'sessions'] }),
  })
  const others = sessions.filter(({ current }) => !current)
  return (
    <Card
      title={t('sessions')}
      extra={
        others.length > 0 && (
          <Button size="small" loading={end.isPending} onClick={() => end.mutate()}>
            {t('end_others')}
          </Button>
        )
      }
    >
      <p className={styles['quiet']}>{others.length > 0 ? t('sessions_hint') : t('only_here')}</p>
      <SessionList sessions={sessions} endText={t('end')} />
    </Card>
  )
}

function TokensCard() {
  const t = useAccountTexts()
  const [isOpen, setOpen] = useState(false)
  const { data } = useSuspenseQuery(sessionsQuery())
  const tokens = data.items.filter(({ kind, current }) => kind === 'bearer' && !current)
  return (
    <Card
      title={t('tokens')}
      extra={
        <Button size="small" onClick={() => setOpen(true)}>
          {t('make_token')}
        </Button>
      }
    >
      <p className={styles['quiet']}>{t('tokens_hint')}</p>
      {tokens.length > 0 ? (
        <SessionList sessions={tokens} endText={t('revoke')} />
      ) : (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('no_tokens')} />
      )}
      {isOpen && <NewTokenDialog onClose={() => setOpen(false)} />}
    </Card>
  )
}
