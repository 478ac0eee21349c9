import type { EventApi } from '@fullcalendar/core'
import type FullCalendar from '@fullcalendar/react'
import { useEffect, useEffectEvent, type RefObject } from 'react'
import { useHotkeys } from '../shared/hotkeys'

/** How far an arrow moves an event: within a day, or by whole days. */
const TIMED = { ArrowUp: { minutes: -30 }, ArrowDown: { minutes: 30 } } as const
const WHOLE = { ArrowUp: { days: -7 }, ArrowDown: { days: 7 } } as const
const SIDEWAYS = { ArrowLeft: { days: -1 }, ArrowRight: { days: 1 } } as const

type Delta = { days: number } | { minutes: number }

interface CalendarKeys<Shape> {
  calendar: RefObject<FullCalendar | null>
  shapes: Record<string, Shape>
  onShape: (shape: Shape) => void
  onNew: () => void
  /** Saves where the event stands now. */
  onMove: (event: EventApi, revert: () => void) => void
}

/** J and K turn the pages, letters choose the view, Alt and an arrow move the event that has the focus; with Shift it
 * becomes longer or shorter. */
export function useCalendarKeys<Shape>({ calendar, shapes, onShape, onNew, onMove }: CalendarKeys<Shape>) {
  const api = () => calendar.current?.getApi()
  useHotkeys({
    j: () => api()?.next(),
    k: () => api()?.prev(),
    t: () => api()?.today(),
    n: onNew,
    ...Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [key, () => onShape(shape)])),
  })
  const press = useEffectEvent((key: KeyboardEvent) => {
    const place = key.target instanceof Element ? key.target.closest<HTMLElement>('[data-event]') : null
    const event = place && key.altKey ? api()?.getEventById(place.dataset['event'] ?? '') : null
    if (!event) return
    const revert = key.shiftKey ? stretch(event, key.key) : push(event, key.key)
    if (!revert) return
    key.preventDefault()
    onMove(event, revert)
    refocus(event.id)
  })
  useEffect(() => {
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

/** Marks the element of an event, so that keys find it. */
export function markEvent({ el, event }: { el: HTMLElement; event: EventApi }): void {
  el.dataset['event'] = event.id
}

/** Gives what takes it back; null where the key means nothing or the event may not be moved. */
function push(event: EventApi, key: string): (() => void) | null {
  if (!event.startEditable) return null
  const ways: Record<string, Delta> = { ...SIDEWAYS, ...(event.allDay ? WHOLE : TIMED) }
  const delta = ways[key]
  if (!delta) return null
  event.moveDates(delta)
  return () => event.moveDates(opposite(delta))
}

function stretch(event: EventApi, key: string): (() => void) | null {
  if (!event.durationEditable) return null
  const ways: Record<string, Delta> = event.allDay ? SIDEWAYS : TIMED
  const delta = ways[key]
  const end = event.end
  if (!delta || !end || !event.start || shifted(end, delta) <= event.start) return null
  event.moveEnd(delta)
  return () => event.moveEnd(opposite(delta))
}

function opposite(delta: Delta): Delta {
  return 'days' in delta ? { days: -delta.days } : { minutes: -delta.minutes }
}

function shifted(moment: Date, delta: Delta): Date {
  const minutes = 'days' in delta ? delta.days * 24 * 60 : delta.minutes
  return new Date(moment.getTime() + minutes * 60_000)
}

/** An event that moved is drawn anew and would lose the focus. */
function refocus(id: string): void {
  requestAnimationFrame(() => {
    const place = document.querySelector<HTMLElement>(`[data-event="${CSS.escape(id)}"]`)
    const target = place?.tabIndex === 0 ? place : place?.querySelector<HTMLElement>('[tabindex="0"]')
    target?.focus()
  })
}
