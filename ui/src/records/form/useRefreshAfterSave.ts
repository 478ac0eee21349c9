import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { RecordDocument } from '../../api/values'
import { recordKeys } from '../queries'

/** The answer of a save is the record; everything else that may show it is read again. */
export function useRefreshAfterSave(entity: string): (saved: RecordDocument) => void {
  const queryClient = useQueryClient()
  return useCallback(
    (saved) => {
      const key = recordKeys.one(entity, saved.id)
      queryClient.setQueryData(key, saved)
      void queryClient.invalidateQueries({
        queryKey: ['records'],
        predicate: ({ queryKey }) =>
          queryKey.length !== key.length || !key.every((part, at) => queryKey[at] === part),
      })
    },
    [entity, queryClient],
  )
}
