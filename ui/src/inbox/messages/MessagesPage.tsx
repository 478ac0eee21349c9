import { MessageOutlined, PlusOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Badge, Button, Empty, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, useParams } from 'react-router'
import type { ConversationEntry } from '../../api/messages'
import { errorText } from '../../api/problem'
import { useDocumentTitle } from '../../shared/documentTitle'
import { useFormat } from '../../shared/format/useFormat'
import { messagesPath } from '../../shared/paths'
import { useTalkTexts } from '../talkTexts'
import { NewMessageDialog } from './NewMessageDialog'
import { conversationsQuery } from './queries'
import { Thread } from './Thread'
import styles from '../talk.module.css'

/** Messages between people: with whom on the left, what was written on the right. */
export function MessagesPage() {
  const t = useTalkTexts()
  const { peer } = useParams()
  const [isWriting, setWriting] = useState(false)
  useDocumentTitle(t('messages'))
  return (
    <div className={styles['talk']} data-open={peer !== undefined}>
      <section className={styles['peers']}>
        <header className={styles['bar']}>
          <h1>{t('messages')}</h1>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setWriting(true)}>
            {t('new_message')}
          </Button>
        </header>
        <Peers />
      </section>
      <section className={styles['thread']}>
        {peer ? (
          <Thread key={peer} peer={peer} />
        ) : (
          <Empty
            className={styles['empty'] ?? ''}
            image={<MessageOutlined style={{ fontSize: 44 }} />}
            description={t('choose_conversation')}
          />
        )}
      </section>
      {isWriting && <NewMessageDialog onClose={() => setWriting(false)} />}
    </div>
  )
}

function Peers() {
  const t = useTalkTexts()
  const { t: tApp } = useTranslation()
  const found = useInfiniteQuery(conversationsQuery)
  if (found.isPending) return <Skeleton active className={styles['empty'] ?? ''} />
  if (found.error) return <Alert type="warning" showIcon title={errorText(found.error)} />
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  if (items.length === 0)
    return (
      <Empty
        className={styles['empty'] ?? ''}
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={
          <>
            <strong>{t('no_conversations')}</strong>
            <p className={styles['quiet']}>{t('no_conversations_hint')}</p>
          </>
        }
      />
    )
  return (
    <>
      {items.map((item) => (
        <Peer key={item.peer.id} item={item} />
      ))}
      {found.hasNextPage && (
        <Button block type="text" onClick={() => void found.fetchNextPage()}>
          {tApp('list.more')}
        </Button>
      )}
    </>
  )
}

function Peer({ item }: { item: ConversationEntry }) {
  const t = useTalkTexts()
  const format = useFormat()
  return (
    <NavLink to={messagesPath(item.peer.id)} className={styles['peer']}>
      <strong dir="auto">{item.peer.label}</strong>
      <span className={styles['quiet']}>{format.ago(item.at)}</span>
      <span className={styles['last']} dir="auto">
        {item.is_own && <>{t('you')} </>}
        {item.text}
      </span>
      <Badge count={item.unread} size="small" />
    </NavLink>
  )
}
