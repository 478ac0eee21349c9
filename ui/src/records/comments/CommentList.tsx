import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Popconfirm, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  addComment,
  changeComment,
  deleteComment,
  listComments,
  type CommentDraft,
  type RecordComment,
  type WrittenComment,
} from '../../api/comments'
import { errorText } from '../../api/problem'
import type { Entity } from '../../api/types'
import { useMayWrite } from '../../api/useMayWrite'
import { useTalkTexts } from '../../inbox/talkTexts'
import { useFormat } from '../../shared/format/useFormat'
import { recordKeys } from '../queries'
import { CommentWriter } from './CommentWriter'
import { piecesOf } from './mentions'
import styles from './comments.module.css'

function useSaving(entity: Entity, id: string, onDone: () => void) {
  const t = useTalkTexts()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  return {
    onSuccess: (written: WrittenComment | null) => {
      const names = written?.unreached.map(({ label }) => label).join(', ')
      if (names) void message.warning(t('unreached', { names }), 8)
      onDone()
    },
    onError: (error: Error) => void message.error(errorText(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: recordKeys.one(entity.key, id) }),
  }
}

/** What people wrote on the record, newest first, and a place to write. */
export function CommentList({ entity, id }: { entity: Entity; id: string }) {
  const t = useTalkTexts()
  const { t: tApp } = useTranslation()
  const mayWrite = useMayWrite()
  const [round, setRound] = useState(0)
  const found = useInfiniteQuery({
    queryKey: [...recordKeys.one(entity.key, id), 'comments'],
    queryFn: ({ signal, pageParam }) => listComments(entity.key, id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  const add = useMutation({
    mutationFn: (draft: CommentDraft) => addComment(entity.key, id, draft),
    ...useSaving(entity, id, () => setRound(round + 1)),
  })
  if (found.isPending) return <Skeleton active />
  if (found.error) return <Alert type="warning" showIcon title={errorText(found.error)} />
  const items = found.data.pages.flatMap((page) => page.items)
  return (
    <div className={styles['body']}>
      {mayWrite && <CommentWriter key={round} isBusy={add.isPending} onSend={add.mutate} />}
      {items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('comment_empty')} />}
      <ol className={styles['list']}>
        {items.map((comment) => (
          <CommentItem key={comment.id} comment={comment} entity={entity} id={id} />
        ))}
      </ol>
      {found.hasNextPage && (
        <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
          {tApp('list.more')}
        </Button>
      )}
    </div>
  )
}

function CommentItem({ comment, entity, id }: { comment: RecordComment; entity: Entity; id: string }) {
  const t = useTalkTexts()
  const format = useFormat()
  const [isEditing, setEditing] = useState(false)
  const saving = useSaving(entity, id, () => setEditing(false))
  const change = useMutation({
    mutationFn: (draft: CommentDraft) => changeComment(comment.id, draft),
    ...saving,
  })
  const remove = useMutation({ mutationFn: () => deleteComment(comment.id), ...saving })

  return (
    <li className={styles['comment']}>
      <div className={styles['head']}>
        <strong dir="auto">{comment.author.label}</strong>
        <span className={styles['quiet']}>
          {format.ago(comment.at)}
          {comment.edited_at && <> · {t('comment_edited')}</>}
        </span>
        <span className={styles['spacer']} />
        {comment.can_edit && !isEditing && (
          <Button type="text" size="small" onClick={() => setEditing(true)}>
            {t('comment_edit')}
          </Button>
        )}
        {comment.can_delete && (
          <Popconfirm title={t('comment_delete_sure')} onConfirm={() => remove.mutate()}>
            <Button type="text" size="small" danger>
              {t('comment_delete')}
            </Button>
          </Popconfirm>
        )}
      </div>
      {isEditing ? (
        <CommentWriter
          start={comment}
          isBusy={change.isPending}
          onSend={change.mutate}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <p className={styles['text']} dir="auto">
          {piecesOf(comment.text, comment.mentions).map((piece, place) => (
            <span key={place} className={piece.isMention ? styles['mention'] : undefined}>
              {piece.text}
            </span>
          ))}
        </p>
      )}
    </li>
  )
}
