import { CheckCircleOutlined, InfoCircleOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Input, Result, Skeleton } from 'antd'
import { useState } from 'react'
import { useLocation } from 'react-router'
import { decideByLink, lookAtDecision, type MailedDecision } from '../api/decisions'
import { errorText } from '../api/problem'
import { useLabel } from '../schema/labels'
import { useDocumentTitle } from '../shared/documentTitle'
import { useFormat } from '../shared/format/useFormat'
import { LinkButton } from '../shared/LinkButton'
import { Logo } from '../shared/Logo'
import { approvalPath } from '../shared/paths'
import { useTalkTexts } from './talkTexts'
import styles from './talk.module.css'

type Decision = 'approve' | 'reject'

/** Where the links of approval mails lead: nothing is decided before a button is pressed here. */
export function DecidePage() {
  const t = useTalkTexts()
  const [asked = '', token = ''] = useLocation().hash.slice(1).split(/:(.*)/s)
  useDocumentTitle(t('decide_title'))
  const offer = useQuery({
    queryKey: ['decision', token],
    queryFn: () => lookAtDecision(token),
    retry: false,
    refetchOnWindowFocus: false,
  })
  return (
    <main className={styles['decide']}>
      <Logo size={32} withName />
      <Card>
        {offer.isPending && <Skeleton active />}
        {offer.error && <Result status="warning" title={t('decide_invalid')} subTitle={t('decide_help')} />}
        {offer.data && <Offer key={token} token={token} offer={offer.data} asked={asked as Decision} />}
      </Card>
    </main>
  )
}

function Offer({ token, offer, asked }: { token: string; offer: MailedDecision; asked: Decision }) {
  const t = useTalkTexts()
  const labelOf = useLabel()
  const format = useFormat()
  const [comment, setComment] = useState('')
  const decide = useMutation({
    mutationFn: (decision: Decision) => decideByLink(token, decision, comment),
  })
  if (decide.isSuccess) return <Ended offer={offer} title={t('decide_done')} isDone />
  if (offer.state !== 'open') return <Ended offer={offer} title={t(`decide_${offer.state}`)} />

  const button = (decision: Decision) => (
    <Button
      key={decision}
      size="large"
      danger={decision === 'reject'}
      type={decision === asked ? 'primary' : 'default'}
      loading={decide.isPending && decide.variables === decision}
      disabled={decide.isPending}
      onClick={() => decide.mutate(decision)}
    >
      {t(`decide_${decision}`)}
    </Button>
  )
  return (
    <>
      <h1 className={styles['heading']}>{t('decide_hello', { name: offer.person ?? '' })}</h1>
      <p className={styles['subject']} dir="auto">
        {labelOf(offer)} {offer.record && <strong>{offer.record}</strong>}
      </p>
      {offer.submitter && <p className={styles['quiet']}>{t('decide_by', { name: offer.submitter })}</p>}
      {offer.values.length > 0 && (
        <dl className={styles['facts']}>
          {offer.values.map(({ field, label, words }) => (
            <div key={field}>
              <dt>{labelOf({ label })}</dt>
              <dd dir="auto">{labelOf({ label: words })}</dd>
            </div>
          ))}
        </dl>
      )}
      <Input.TextArea
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        autoSize={{ minRows: 3, maxRows: 8 }}
        maxLength={5000}
        placeholder={t('decide_comment')}
        aria-label={t('decide_comment')}
      />
      {decide.error && <Alert type="warning" showIcon title={errorText(decide.error)} />}
      <div className={styles['buttons']}>
        {button('approve')}
        {button('reject')}
        <LinkButton size="large" type="link" to={approvalPath(offer.approval)}>
          {t('decide_open')}
        </LinkButton>
      </div>
      <p className={styles['quiet']}>{t('decide_until', { when: format.dateTime(offer.expires_at) })}</p>
    </>
  )
}

function Ended({ offer, title, isDone = false }: { offer: MailedDecision; title: string; isDone?: boolean }) {
  const t = useTalkTexts()
  return (
    <Result
      status={isDone ? 'success' : 'info'}
      icon={isDone ? <CheckCircleOutlined /> : <InfoCircleOutlined />}
      title={title}
      extra={
        <LinkButton type="primary" to={approvalPath(offer.approval)}>
          {t('decide_open')}
        </LinkButton>
      }
    />
  )
}
