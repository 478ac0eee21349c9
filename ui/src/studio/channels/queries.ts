import { queryOptions } from '@tanstack/react-query'
import { listChannels, listDead } from '../../api/channels'
import { listMailBoxes } from '../../api/mailboxes'

export const channelsKey = ['channels'] as const

export const channelsQuery = queryOptions({
  queryKey: [...channelsKey, 'list'],
  queryFn: ({ signal }) => listChannels(signal),
})

export const deadQuery = queryOptions({
  queryKey: [...channelsKey, 'dead'],
  queryFn: ({ signal }) => listDead(signal),
})

export const mailBoxesKey = ['mailboxes'] as const
const LOOK_AGAIN = 10_000

export const mailBoxesQuery = queryOptions({
  queryKey: [...mailBoxesKey, 'list'],
  queryFn: ({ signal }) => listMailBoxes(signal),
  refetchInterval: LOOK_AGAIN,
})
