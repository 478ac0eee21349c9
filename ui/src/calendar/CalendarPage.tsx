import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import zhCn from '@fullcalendar/core/locales/zh-cn'
import dayGrid from '@fullcalendar/daygrid'
import interaction from '@fullcalendar/interaction'
import list from '@fullcalendar/list'
import FullCalendar from '@fullcalendar/react'
import timeGrid from '@fullcalendar/timegrid'
import { Alert, Button, Segmented } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { errorText } from '../api/problem'
import { useSchema } from '../schema/useSchema'
import { useDocumentTitle } from '../shared/documentTitle'
import { useLanguage } from '../shared/format/useFormat'
import { IconButton } from '../shared/IconButton'
import { useIsNarrow } from '../shared/media'
import { recordPath } from '../shared/paths'
import { useCalendarPageTexts } from './calendarTexts'
import type { EventFacts, Range } from './events'
import { Legend } from './Legend'
import { NewEvent, type Slot } from './NewEvent'
import { SourcePicker } from './SourcePicker'
import { calendarSources, datedSources } from './sources'
import { markEvent, useCalendarKeys } from './useCalendarKeys'
import { MOST_EVENTS, useEvents } from './useEvents'
import { useMove } from './useMove'
import { REMINDERS, useReminderEvents, type DatedReminder } from './useReminderEvents'
import styles from './calendar.module.css'

const SHAPES = {
  month: 'dayGridMonth',
  week: 'timeGridWeek',
  day: 'timeGridDay',
  agenda: 'listWeek',
} as const
type Shape = keyof typeof SHAPES
const KEYS: Record<string, Shape> = { m: 'month', w: 'week', d: 'day', a: 'agenda' }
// The calendar looks at its options by identity: what is made anew for each render begins it anew.
const PLUGINS = [dayGrid, timeGrid, list, interaction]
const LOCALES = [zhCn]
const CLOCK = { hour: '2-digit', minute: '2-digit', hour12: false } as const

/** Tasks, visits and whatever else has a date: by month, week and day; dragged, stretched, made by a click. */
export function CalendarPage() {
  const t = useCalendarPageTexts()
  const schema = useSchema()
  const navigate = useNavigate()
  const language = useLanguage()
  const isNarrow = useIsNarrow()
  const calendar = useRef<FullCalendar>(null)
  const [search, setSearch] = useSearchParams()
  const [range, setRange] = useState<Range | null>(null)
  const [title, setTitle] = useState('')
  const [slot, setSlot] = useState<Slot | null>(null)
  const move = useMove()
  useDocumentTitle(t('title'))

  const mine = calendarSources(schema)
  const others = datedSources(schema)
  const asked = search.get('show')?.split(',').filter(Boolean) ?? [...mine.map(({ key }) => key), REMINDERS]
  const sources = [...mine, ...others].filter(({ key }) => asked.includes(key))
  const wanted = search.get('as')
  const shape = isShape(wanted) ? wanted : isNarrow ? 'agenda' : 'week'
  const { events, isCut, error } = useEvents(sources, range)
  const reminders = useReminderEvents(asked.includes(REMINDERS), range)
  const everything = useMemo(() => [...events, ...reminders.events], [events, reminders.events])
  const failure = error ?? reminders.error
  const remember = (part: Record<string, string>) =>
    setSearch((before) => ({ ...Object.fromEntries(before), ...part }), { replace: true })
  const go = (how: 'prev' | 'next' | 'today') => calendar.current?.getApi()[how]()
  const look = (next: Shape) => {
    calendar.current?.getApi().changeView(SHAPES[next])
    remember({ as: next })
  }
  useCalendarKeys({
    calendar,
    shapes: KEYS,
    onShape: look,
    onNew: () => setSlot(nextHour(range)),
    onMove: (event, revert) =>
      void move({ ...placeOf(event), facts: event.extendedProps as EventFacts, revert }),
  })

  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{title || t('title')}</h1>
        <span className={styles['moves']}>
          <Button onClick={() => go('today')}>{t('today')}</Button>
          <IconButton icon={<LeftOutlined />} label={t('previous')} onClick={() => go('prev')} />
          <IconButton icon={<RightOutlined />} label={t('next')} onClick={() => go('next')} />
        </span>
        <Segmented<Shape>
          value={shape}
          onChange={look}
          options={(Object.keys(SHAPES) as Shape[]).map((value) => ({ value, label: t(value) }))}
        />
        <div className={styles['picker']}>
          <SourcePicker
            mine={mine}
            others={others}
            value={[...sources.map(({ key }) => key), ...asked.filter((key) => key === REMINDERS)]}
            onChange={(keys) => remember({ show: keys.join(',') })}
          />
        </div>
      </header>
      {failure && <Alert type="warning" showIcon title={errorText(failure)} />}
      {isCut && <Alert type="info" showIcon title={t('cut', { count: MOST_EVENTS })} />}
      <Legend sources={sources} events={events} />
      <div className={styles['calendar']}>
        <FullCalendar
          ref={calendar}
          plugins={PLUGINS}
          initialView={SHAPES[shape]}
          headerToolbar={false}
          height="100%"
          locales={LOCALES}
          locale={language === 'zh-hans' ? 'zh-cn' : 'en'}
          firstDay={1}
          nowIndicator
          scrollTime="07:00:00"
          slotLabelFormat={CLOCK}
          eventTimeFormat={CLOCK}
          dayMaxEvents
          eventDisplay="block"
          eventOrder="order,start,-duration,title"
          noEventsText={t('nothing')}
          events={everything}
          selectable
          selectMirror
          eventDidMount={markEvent}
          datesSet={({ start, end, view }) => {
            setRange((before) => (isSame(before, start, end) ? before : { from: start, to: end }))
            setTitle(view.title)
          }}
          select={({ start, end, allDay }) => setSlot({ start, end, isDay: allDay })}
          eventClick={({ event, jsEvent }) => {
            jsEvent.preventDefault()
            void navigate(pathOf(event.extendedProps as EventFacts | { reminder: DatedReminder }))
          }}
          eventDrop={({ event, revert }) =>
            void move({ ...placeOf(event), facts: event.extendedProps as EventFacts, revert })
          }
          eventResize={({ event, revert }) =>
            void move({ ...placeOf(event), facts: event.extendedProps as EventFacts, revert })
          }
        />
      </div>
      {slot && <NewEvent slot={slot} sources={sources} onClose={() => setSlot(null)} />}
    </div>
  )
}

function pathOf(facts: EventFacts | { reminder: DatedReminder }): string {
  return 'reminder' in facts
    ? recordPath(facts.reminder.entity, facts.reminder.record.id)
    : recordPath(facts.source.entity.key, facts.record.id)
}

/** Of the time that is looked at: soon, if that is now, else in the morning of its first day. */
function nextHour(range: Range | null): Slot {
  const now = new Date()
  const isNow = !range || (range.from <= now && now < range.to)
  const start = new Date(isNow ? now : range.from)
  start.setHours(isNow ? now.getHours() + 1 : 9, 0, 0, 0)
  return { start, end: new Date(start.getTime() + 3_600_000), isDay: false }
}

function isSame(range: Range | null, start: Date, end: Date): boolean {
  return range?.from.getTime() === start.getTime() && range.to.getTime() === end.getTime()
}

function isShape(text: string | null): text is Shape {
  return text !== null && text in SHAPES
}

function placeOf({ start, end }: { start: Date | null; end: Date | null }) {
  return { start: start ?? new Date(), end }
}
