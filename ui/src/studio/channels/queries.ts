import { queryOptions } from '@tanstack/react-query'
import { listChannels, listDead } from '../../api/channels'

export const channelsKey = ['channels'] as const

export const channelsQuery = queryOptions({
  queryKey: [...channelsKey, 'list'],
  queryFn: ({ signal }) => listChannels(signal),
})

export const deadQuery = queryOptions({
  queryKey: [...channelsKey, 'dead'],
  queryFn: ({ signal }) => listDead(signal),
})
