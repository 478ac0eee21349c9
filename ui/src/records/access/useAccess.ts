import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { errorText } from '../../api/problem'
import { recordKeys } from '../queries'

/** A list of people let in on a record, and changes that answer with the list as it is then. */
export function useLetIn<T>(
  entity: string,
  id: string,
  what: 'shares' | 'team',
  read: (signal: AbortSignal) => Promise<{ items: T[] }>,
) {
  const { message } = App.useApp()
  const client = useQueryClient()
  const queryKey = [...recordKeys.one(entity, id), what]
  const query = useQuery({ queryKey, queryFn: ({ signal }) => read(signal), retry: false })
  const change = useMutation({
    mutationFn: ({ run }: { run: () => Promise<{ items: T[] }>; said: string }) => run(),
    onSuccess: (answer, { said }) => {
      client.setQueryData(queryKey, answer)
      void client.invalidateQueries({ queryKey: [...recordKeys.one(entity, id), 'reasons'] })
      void message.success(said)
    },
    onError: (error) => void message.error(errorText(error)),
  })
  return { ...query, items: query.data?.items ?? [], change }
}
