import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useNavigate } from 'react-router'
import { calendarsQuery, createCalendar, deleteCalendar, type Calendar } from '../../api/calendars'
import { errorText } from '../../api/problem'
import { calendarPath, calendarsPath } from '../paths'
import { useCalendarTexts } from './calendarTexts'

/** Making and deleting calendars. */
export function useCalendarChanges() {
  const t = useCalendarTexts()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message, modal } = App.useApp()
  const refuse = (error: unknown) => void message.error(errorText(error))
  const making = useMutation({
    mutationFn: createCalendar,
    onSuccess: async ({ id }) => {
      await client.invalidateQueries(calendarsQuery)
      void navigate(calendarPath(id))
    },
    onError: refuse,
  })
  const removing = useMutation({
    mutationFn: deleteCalendar,
    onSuccess: async () => {
      void navigate(calendarsPath)
      await client.invalidateQueries(calendarsQuery)
    },
    onError: refuse,
  })
  const remove = ({ id, name }: Calendar) =>
    modal.confirm({
      title: t('delete_title', { name }),
      content: t('delete_hint'),
      okText: t('delete'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () => removing.mutateAsync(id).catch(() => undefined),
    })
  return { create: making.mutate, remove, isBusy: making.isPending }
}
