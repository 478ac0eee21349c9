import { ThunderboltOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { carryOut, type ActionOffer } from '../../api/actions'
import { errorText } from '../../api/problem'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { useLabel } from '../../schema/labels'
import { actionsQuery } from '../actionQueries'
import { PluginActionDialog } from './PluginActionDialog'
import { argumentsOf, isOfPlugin } from './pluginActions'

/** Entries for the menu of a record, asked for when it is opened: what plugins can do with it. */
export function usePluginActions(entity: Entity, record: RecordDocument, isOpen: boolean) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [chosen, setChosen] = useState<ActionOffer | undefined>(undefined)
  const { data } = useQuery({ ...actionsQuery(entity.key, record), enabled: isOpen })
  const offers = (data ?? []).filter(isOfPlugin)
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ key, values }: { key: string; values: Record<string, unknown> }) =>
      carryOut(entity.key, record.id, key, values),
    onSuccess: (done) => {
      const offer = offers.find(({ key }) => key === done.key)
      void message.success(t('plugin.done', { name: offer ? labelOf(offer) : done.key }))
      setChosen(undefined)
    },
    onError: (problem) => void (chosen ?? message.error(errorText(problem))),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['records', entity.key] }),
  })

  const items: NonNullable<MenuProps['items']> = offers.map((offer) => ({
    key: offer.key,
    icon: <ThunderboltOutlined />,
    label: labelOf(offer),
    disabled: !offer.ready,
  }))
  const act = (pressed: string): boolean => {
    const offer = offers.find(({ key }) => key === pressed)
    if (!offer) return false
    reset()
    if (argumentsOf(offer).length > 0) setChosen(offer)
    else mutate({ key: offer.key, values: {} })
    return true
  }
  const dialog = chosen && (
    <PluginActionDialog
      offer={chosen}
      error={error}
      isPending={isPending}
      onSend={(values) => mutate({ key: chosen.key, values })}
      onClose={() => setChosen(undefined)}
    />
  )
  return { items, act, dialog }
}
