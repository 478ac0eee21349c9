import type { EventInput } from '@fullcalendar/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '../api/client'
import type { Label } from '../api/values'
import type { Range } from './events'

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

const HALF_HOUR = 30 * 60_000
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
    select: toEvents,
  })
  return { events: isShown && data ? data : NONE, error: isShown ? error : null }
}

const toEvents = ({ items }: { items: DatedReminder[] }) => items.map(toEvent)

function toEvent(reminder: DatedReminder): EventInput {
  const color = reminder.state === 'comes' ? 'var(--ant-color-warning)' : 'var(--ant-color-text-quaternary)'
  return {
    id: `${REMINDERS}/${reminder.reminder}/${reminder.at}`,
    title: `🔔 ${reminder.rule}: ${reminder.record.label}`,
    start: reminder.at,
    end: new Date(new Date(reminder.at).getTime() + HALF_HOUR).toISOString(),
    editable: false,
    backgroundColor: color,
    borderColor: color,
    extendedProps: { reminder },
  }
}
