import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Flex, Skeleton, Tag } from 'antd'
import { useEffect } from 'react'
import { errorText } from '../../api/problem'
import { listViewers } from '../../api/sharing'
import { usePeopleTexts } from '../people/peopleTexts'
import { recordKeys } from '../queries'
import type { AccessTabProps } from './accessTab'
import styles from './access.module.css'

const MOST_SHOWN = 500

/** Everybody who can see a record; the pages follow each other by themselves. */
export function ViewersTab({ entity, id }: AccessTabProps) {
  const t = usePeopleTexts()
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: [...recordKeys.one(entity.key, id), 'viewers'],
    queryFn: ({ signal, pageParam }) => listViewers(entity.key, id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    retry: false,
  })
  const viewers = data?.pages.flatMap(({ items }) => items) ?? []
  const goesOn = hasNextPage && !isFetching && !error && viewers.length < MOST_SHOWN
  useEffect(() => {
    if (goesOn) void fetchNextPage()
  }, [goesOn, fetchNextPage])

  return (
    <Flex vertical gap={12} className={styles['tab']}>
      <span className={styles['quiet']}>{t('who_sees_hint')}</span>
      {error && <Alert type="warning" showIcon title={errorText(error)} />}
      {data && <strong>{t('who_sees_count', { count: viewers.length })}</strong>}
      <ul className={styles['viewers']}>
        {viewers.map(({ user, edit, administrator }) => (
          <li key={user.id}>
            <bdi>{user.label}</bdi>
            <Tag color={edit ? 'blue' : 'default'}>{t(edit ? 'may_edit' : 'may_see')}</Tag>
            {administrator && <Tag>{t('administrator')}</Tag>}
          </li>
        ))}
      </ul>
      {isFetching && <Skeleton active paragraph={{ rows: 2 }} title={false} />}
    </Flex>
  )
}
