import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Segmented, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { listOutside, MAIL_STATES, retryOutside, type OutsideMail } from '../../api/channels'
import { errorText } from '../../api/problem'
import { useChannelTexts } from '../../inbox/channelTexts'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import { recordPath } from '../../shared/paths'
import { channelsKey } from './queries'
import styles from './outside.module.css'

const SHOWN = ['all', ...MAIL_STATES] as const
type Shown = (typeof SHOWN)[number]
const COLORS = { waiting: 'blue', sent: 'green', dead: 'red' } as const
const LOOK_AGAIN = 10_000

/** What rules sent to customers and suppliers, newest first; what was given up can be tried again. */
export function OutsideMails() {
  const t = useChannelTexts()
  const [shown, setShown] = useState<Shown>('all')
  const state = shown === 'all' ? null : shown
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...channelsKey, 'outside', state],
    queryFn: ({ signal, pageParam }) => listOutside(state, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: LOOK_AGAIN,
  })
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <Card size="small" title={t('outside')}>
      <p className={styles['hint']}>{t('outside_hint')}</p>
      <Segmented
        value={shown}
        onChange={setShown}
        options={SHOWN.map((value) => ({
          value,
          label: t(value === 'all' ? 'outside_all' : `outside_state_${value}`),
        }))}
      />
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {!items && !error && <Skeleton active />}
      {items?.length === 0 && <p className={styles['quiet']}>{t('outside_none')}</p>}
      <ul className={styles['list']} aria-label={t('outside')}>
        {items?.map((mail) => (
          <OneMail key={mail.id} mail={mail} />
        ))}
      </ul>
      {hasNextPage && (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('outside_more')}
        </Button>
      )}
    </Card>
  )
}

function OneMail({ mail }: { mail: OutsideMail }) {
  const t = useChannelTexts()
  const format = useFormat()
  const client = useQueryClient()
  const { message } = App.useApp()
  const again = useMutation({
    mutationFn: () => retryOutside(mail.id),
    onSuccess: () => void message.success(t('retried')),
    onError: (problem) => void message.error(errorText(problem)),
    onSettled: () => client.invalidateQueries({ queryKey: channelsKey }),
  })
  const isTryingAgain = mail.state === 'waiting' && mail.attempts > 0 && mail.due_at !== null
  return (
    <li className={styles['mail']}>
      <div className={styles['story']}>
        <Tag color={COLORS[mail.state]}>{t(`outside_state_${mail.state}`)}</Tag>
        <strong dir="auto">{mail.subject}</strong>
        <div>
          {mail.to} · <MailRecord mail={mail} />
        </div>
        <div className={styles['quiet']}>
          <code>{mail.template}</code> · {format.dateTime(mail.ended_at ?? mail.created_at)}
          {mail.attempts > 0 && <> · {t('outside_attempts', { count: mail.attempts })}</>}
          {isTryingAgain && <> · {t('outside_next', { when: format.dateTime(mail.due_at ?? '') })}</>}
        </div>
        {mail.error && mail.state !== 'sent' && <div className={styles['fault']}>{mail.error}</div>}
      </div>
      {mail.state === 'dead' && (
        <Button size="small" loading={again.isPending} onClick={() => again.mutate()}>
          {t('retry')}
        </Button>
      )}
    </li>
  )
}

function MailRecord({ mail }: { mail: OutsideMail }) {
  const t = useChannelTexts()
  const labelOf = useLabel()
  const entity = findEntity(useSchema(), mail.entity ?? undefined)
  if (!entity || mail.record.label === null) return <>{t('outside_no_record')}</>
  return (
    <>
      {labelOf(entity)}{' '}
      <Link to={recordPath(entity.key, mail.record.id)} dir="auto">
        {mail.record.label}
      </Link>
    </>
  )
}
