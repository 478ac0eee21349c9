import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Skeleton, Tag } from 'antd'
import { listReceived, type ReceivedMail, type ReceivedState } from '../../api/mailboxes'
import { errorText } from '../../api/problem'
import { useFormat } from '../../shared/format/useFormat'
import { useMailBoxTexts } from './mailBoxTexts'
import styles from './outside.module.css'
import { mailBoxesKey } from './queries'

const LOOK_AGAIN = 10_000
const COLORS: Record<ReceivedState, string> = {
  waiting: 'blue',
  handled: 'green',
  refused: 'orange',
  ignored: 'default',
  unclaimed: 'default',
  duplicate: 'default',
  failed: 'red',
}

/** Which mails came in and what became of them, newest first. */
export function ReceivedMails() {
  const t = useMailBoxTexts()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...mailBoxesKey, 'received'],
    queryFn: ({ signal, pageParam }) => listReceived(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: LOOK_AGAIN,
  })
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <>
      <h3 className={styles['heading']}>{t('received')}</h3>
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {!items && !error && <Skeleton active />}
      {items?.length === 0 && <p className={styles['quiet']}>{t('received_none')}</p>}
      <ul className={styles['list']} aria-label={t('received')}>
        {items?.map((mail) => (
          <OneMail key={mail.id} mail={mail} />
        ))}
      </ul>
      {hasNextPage && (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('received_more')}
        </Button>
      )}
    </>
  )
}

function OneMail({ mail }: { mail: ReceivedMail }) {
  const t = useMailBoxTexts()
  const format = useFormat()
  return (
    <li className={styles['mail']}>
      <div className={styles['story']}>
        <Tag color={COLORS[mail.state]}>{t(`state_${mail.state}`)}</Tag>
        <strong dir="auto">{mail.subject || t('no_subject')}</strong>
        <div>
          {mail.from ?? t('no_sender')} · {mail.words}
        </div>
        <div className={styles['quiet']}>
          <code>{mail.box}</code> · {format.dateTime(mail.at)}
          {mail.due_at && <> · {t('next', { when: format.dateTime(mail.due_at) })}</>}
        </div>
        {mail.error && <div className={styles['fault']}>{mail.error}</div>}
      </div>
    </li>
  )
}
