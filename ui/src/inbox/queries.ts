import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listInbox, type InboxBox, type NoticeKind } from '../api/inbox'

/** Every query about the inbox starts with this; a live event refreshes them all. */
export const inboxKey = ['inbox'] as const

export function inboxQuery(box: InboxBox, kind: NoticeKind | null) {
  return infiniteQueryOptions({
    queryKey: [...inboxKey, 'box', box, kind],
    queryFn: ({ signal, pageParam }) => listInbox(box, kind, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

/** The number on the bell; asked for now and then, since a snoozed one comes back by itself. */
export const unreadQuery = queryOptions({
  queryKey: [...inboxKey, 'unread'],
  queryFn: ({ signal }) => listInbox('unread', null, null, signal),
  select: ({ unread }) => unread,
  refetchInterval: 60_000,
})
