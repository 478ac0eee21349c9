import { ArrowLeftOutlined, SendOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, Skeleton } from 'antd'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { markConversationRead, sendMessage } from '../../api/messages'
import { errorText } from '../../api/problem'
import { useFormat } from '../../shared/format/useFormat'
import { LinkButton } from '../../shared/LinkButton'
import { useIsNarrow } from '../../shared/media'
import { messagesPath } from '../../shared/paths'
import { inboxKey } from '../queries'
import { useTalkTexts } from '../talkTexts'
import { messagesQuery } from './queries'
import styles from '../talk.module.css'

/** What was written with somebody; opening it says that it was read. */
export function Thread({ peer }: { peer: string }) {
  const t = useTalkTexts()
  const { t: tApp } = useTranslation()
  const format = useFormat()
  const isNarrow = useIsNarrow()
  const queryClient = useQueryClient()
  const found = useInfiniteQuery(messagesQuery(peer))
  const newest = found.data?.pages[0]?.items[0]?.id

  useEffect(() => {
    if (newest === undefined) return
    void markConversationRead(peer).then(() =>
      queryClient.invalidateQueries({
        queryKey: inboxKey,
        predicate: ({ queryKey }) => queryKey[1] !== 'messages',
      }),
    )
  }, [peer, newest, queryClient])

  if (found.isPending) return <Skeleton active className={styles['empty'] ?? ''} />
  if (found.error) return <Alert type="warning" showIcon title={errorText(found.error)} />
  const items = found.data.pages.flatMap((page) => page.items)
  return (
    <>
      <header className={styles['bar']}>
        {isNarrow && (
          <LinkButton to={messagesPath()} type="text" icon={<ArrowLeftOutlined />} aria-label={t('back')} />
        )}
        <h2 dir="auto">{found.data.pages[0]?.peer.label}</h2>
      </header>
      <ol className={styles['messages']}>
        {items.map((item) => (
          <li key={item.id} className={styles['message']} data-own={item.is_own} dir="auto">
            {item.text}
            <span className={styles['quiet']}>{format.dateTime(item.at)}</span>
          </li>
        ))}
        {found.hasNextPage && (
          <li>
            <Button block type="text" onClick={() => void found.fetchNextPage()}>
              {tApp('list.more')}
            </Button>
          </li>
        )}
      </ol>
      <Writer peer={peer} />
    </>
  )
}

function Writer({ peer }: { peer: string }) {
  const t = useTalkTexts()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const send = useMutation({
    mutationFn: () => sendMessage([peer], text),
    onSuccess: () => setText(''),
    onError: (error) => void message.error(errorText(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: inboxKey }),
  })
  const canSend = text.trim() !== '' && !send.isPending
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (canSend) send.mutate()
  }
  return (
    <div className={styles['writer']}>
      <Input.TextArea
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        autoSize={{ minRows: 1, maxRows: 6 }}
        maxLength={5000}
        placeholder={t('message_placeholder')}
        aria-label={t('message_placeholder')}
        autoFocus
      />
      <Button
        type="primary"
        icon={<SendOutlined />}
        disabled={!canSend}
        loading={send.isPending}
        onClick={() => send.mutate()}
      >
        {t('message_send')}
      </Button>
    </div>
  )
}
