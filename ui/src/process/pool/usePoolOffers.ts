import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { carryOut, type ActionOffer } from '../../api/actions'
import { errorText } from '../../api/problem'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { actionsQuery } from '../actionQueries'

const POOL = 'pool'
const KEYS = ['claim', 'assign', 'release'] as const
export type PoolAction = (typeof KEYS)[number]

interface Call {
  key: PoolAction
  values: Record<string, unknown>
}

/** Whether records of the entity wait in pools. */
export function hasPool({ fields }: Entity): boolean {
  return fields.some(({ target }) => target === POOL)
}

/** What can be done between a record and its pool; nothing is asked of entities without one. */
export function usePoolOffers(entity: Entity, record: RecordDocument): ActionOffer[] {
  const { data } = useQuery({
    ...actionsQuery(entity.key, record),
    enabled: hasPool(entity),
  })
  return (data ?? []).filter(({ key }) => (KEYS as readonly string[]).includes(key))
}

export function useCarryOut(entity: Entity, record: RecordDocument) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ key, values }: Call) => carryOut(entity.key, record.id, key, values),
    onSuccess: (_, { key }) => void message.success(t(`pool.done_${key}`)),
    onError: (problem) => void message.error(errorText(problem)),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['records', entity.key] }),
  })
}
