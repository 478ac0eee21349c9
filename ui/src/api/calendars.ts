import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { Issue } from './problem'

/** Worked on a weekday (1 Monday to 7 Sunday) from one time of the day to another; a day ends at 24:00. */
export interface Shift {
  weekday: number
  start: string
  end: string
}

/** A holiday, or a make-up day that is worked. */
export interface SpecialDay {
  day: string
  label: string
  is_worked: boolean
}

export interface CalendarDocument {
  name: string
  code: string | null
  is_default: boolean
  hours: Shift[]
  days: SpecialDay[]
}

export interface Calendar extends CalendarDocument {
  id: string
  version: number
  units: number
}

export type CalendarSent = Partial<CalendarDocument> & { copy_of?: string }

const KEY = ['calendars']

export const calendarsQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => api.get<{ items: Calendar[] }>('/calendars', { signal }),
  select: ({ items }) => items,
})

export const createCalendar = (sent: CalendarSent) => api.post<Calendar>('/calendars', sent)

export const changeCalendar = (id: string, sent: CalendarSent, version: number) =>
  api.patch<Calendar>(`/calendars/${id}`, sent, { headers: { 'If-Match': `"${version}"` } })

export const deleteCalendar = (id: string) => api.delete(`/calendars/${id}`)

/** Reads pasted text; nothing is kept. */
export const readPastedDays = (text: string, year: number) =>
  api.post<{ days: SpecialDay[]; issues: Issue[] }>('/calendars/days', { text, year })
