import type { EventInput } from '@fullcalendar/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { useMemo } from 'react'
import { api } from '../api/client'
import type { Label } from '../api/values'
import { useCalendarPageTexts } from './calendarTexts'
import { dayOf, paintOf, type Range } from './events'

/** The key under which the calendar remembers that reminders are shown. */
export const REMINDERS = 'reminders'

export interface DatedReminder {
  at: string
  reminder: string
  rule: string
  entity: string
  record: Label
  /** It was told, or comes. */
  state: 'told' | 'comes'
}

const NONE: EventInput[] = []

/** My reminders as events that nobody drags: their rules say when they come. */
export function useReminderEvents(isShown: boolean, range: Range | null) {
  const since = range?.from.toISOString()
  const until = range?.to.toISOString()
  const { data, error } = useQuery({
    queryKey: ['reminders', 'calendar', since, until],
    queryFn: ({ signal }) =>
      api.get<{ items: DatedReminder[] }>('/reminders/calendar', { query: { since, until }, signal }),
    enabled: isShown && range !== null,
    placeholderData: keepPreviousData,
  })
  const t = useCalendarPageTexts()
  const items = isShown ? data?.items : undefined
  const events = useMemo(() => {
    const words = ({ at, rule, record }: DatedReminder) =>
      t('reminder', { at: dayjs(at).format('HH:mm'), rule, record: record.label })
    return items?.map((reminder) => toEvent(reminder, words(reminder))) ?? NONE
  }, [items, t])
  return { events, error: isShown ? error : null }
}

/** In the row of the day: very many come at the same moment. */
function toEvent(reminder: DatedReminder, title: string): EventInput {
  const color = reminder.state === 'comes' ? 'var(--ant-color-warning)' : 'var(--ant-color-text-quaternary)'
  return {
    id: `${REMINDERS}/${reminder.reminder}/${reminder.at}`,
    title,
    start: dayOf(new Date(reminder.at)),
    allDay: true,
    editable: false,
    classNames: ['is-reminder'],
    ...paintOf(color),
    extendedProps: { reminder, order: 1 },
  }
}
