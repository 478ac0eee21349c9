import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Tag } from 'antd'
import { endSession, type Session } from '../../api/account'
import { errorText } from '../../api/problem'
import { useFormat } from '../../shared/format/useFormat'
import { deviceName } from './device'
import { useAccountTexts } from './accountTexts'
import styles from './people.module.css'

interface SessionListProps {
  sessions: Session[]
  userId?: string | undefined
  endText: string
}

export function SessionList({ sessions, userId, endText }: SessionListProps) {
  return (
    <ul className={styles['list']}>
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} userId={userId} endText={endText} />
      ))}
    </ul>
  )
}

interface SessionRowProps {
  session: Session
  userId: string | undefined
  endText: string
}

function SessionRow({ session, userId, endText }: SessionRowProps) {
  const t = useAccountTexts()
  const format = useFormat()
  const end = useEndSession(userId)
  const isToken = session.kind === 'bearer'
  const used = session.last_used_at
    ? t('last_used', { ago: format.ago(session.last_used_at) })
    : isToken
      ? t('never_used')
      : t('since', { ago: format.ago(session.created_at) })
  const facts = [session.address, used, t('until', { date: format.date(session.expires_at.slice(0, 10)) })]
  return (
    <li className={styles['row']}>
      <div className={styles['grow']}>
        <div>
          <bdi title={session.label}>
            {(session.scopes ? session.label : deviceName(session.label)) || t('unknown_device')}
          </bdi>{' '}
          {session.current && <Tag color="green">{t('this_one')}</Tag>}
          {isToken &&
            (session.scopes?.map((scope) => (
              <Tag key={scope}>{t(`scope.${scope}`, { defaultValue: scope })}</Tag>
            )) ?? <Tag>{t('everything')}</Tag>)}
        </div>
        <div className={styles['quiet']}>{facts.filter(Boolean).join(' · ')}</div>
      </div>
      {!session.current && (
        <Button
          size="small"
          danger
          loading={end.isPending}
          aria-label={`${endText}: ${session.label}`}
          onClick={() => end.mutate(session.id)}
        >
          {endText}
        </Button>
      )}
    </li>
  )
}

function useEndSession(userId: string | undefined) {
  const t = useAccountTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: (id: string) => endSession(id, userId),
    onSuccess: () => void message.success(t('ended')),
    onError: (error) => void message.error(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ['account', 'sessions'] }),
  })
}
