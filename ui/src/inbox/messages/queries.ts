import { infiniteQueryOptions } from '@tanstack/react-query'
import { listConversations, readConversation } from '../../api/messages'
import { inboxKey } from '../queries'

/** Below the inbox, so that the live event of a message refreshes them as well. */
export const conversationsQuery = infiniteQueryOptions({
  queryKey: [...inboxKey, 'conversations'],
  queryFn: ({ signal, pageParam }) => listConversations(pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
})

export function messagesQuery(peer: string) {
  return infiniteQueryOptions({
    queryKey: [...inboxKey, 'messages', peer],
    queryFn: ({ signal, pageParam }) => readConversation(peer, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    retry: false,
  })
}
