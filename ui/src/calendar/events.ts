import type { EventInput } from '@fullcalendar/core'
import type { RecordDocument } from '../api/values'
import type { Values } from '../api/records'
import { tagColour } from '../fields/parts/tagColour'
import { titleOf } from '../records/titles'
import { canMove, type Source } from './sources'

export interface Range {
  from: Date
  to: Date
}

export interface EventFacts {
  source: Source
  record: RecordDocument
}

/** A day without a time, in the time zone of the reader. */
export function dayOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function dateText(date: Date): string {
  return `DATE(${date.getFullYear()}, ${date.getMonth() + 1}, ${date.getDate()})`
}

/** The records that the range shows: what starts in it, and what started before and ends in it or later. */
export function rangeFilter({ starts, ends }: Source, { from, to }: Range): string {
  const at = (date: Date, kind: string) =>
    kind === 'date' ? dateText(date) : `DATETIMEVALUE("${date.toISOString()}")`
  const before = `${starts.key} < ${at(to, starts.kind)}`
  const after = `${starts.key} >= ${at(from, starts.kind)}`
  return ends ? `${before} and (${after} or ${ends.key} >= ${at(from, ends.kind)})` : `${before} and ${after}`
}

export function toEvent(source: Source, record: RecordDocument): EventInput {
  const start = asText(record[source.starts.key])
  const isDay = source.starts.kind === 'date'
  const facts: EventFacts = { source, record }
  return {
    id: `${source.key}/${record.id}`,
    title: titleOf(source.entity, record),
    start,
    ...endOf(source, record, start),
    allDay: isDay,
    editable: canMove(source),
    durationEditable: canMove(source) && Boolean(source.ends ?? source.minutes),
    ...paintOf(colorOf(source, record)),
    extendedProps: { ...facts, order: 0 },
  }
}

/** A day that is the last one is part of what is shown; the calendar wants the one after. */
function endOf({ ends, minutes }: Source, record: RecordDocument, start: string): { end?: string } {
  const end = ends ? asText(record[ends.key]) : ''
  if (end) return { end: ends?.kind === 'date' ? dayOf(addDays(new Date(`${end}T00:00`), 1)) : end }
  const length = minutes ? Number(record[minutes.key] ?? 0) : 0
  return length > 0 ? { end: new Date(new Date(start).getTime() + length * 60_000).toISOString() } : {}
}

export function colorOf({ color }: Source, record: RecordDocument): string {
  const option = color && asText(record[color.key])
  const name = option ? color.options?.[option]?.color : undefined
  return name && name !== 'default' ? tagColour(name) : 'var(--ant-color-primary)'
}

/** A tint with an edge of the full colour, so that words are read on any of them, by day and by night. */
export function paintOf(color: string): EventInput {
  return {
    backgroundColor: `color-mix(in srgb, ${color} 16%, var(--ant-color-bg-container))`,
    borderColor: color,
    textColor: 'var(--ant-color-text)',
  }
}

/** What a record becomes when its event stands from `start` to `end`. */
export function valuesAt(source: Source, start: Date, end: Date | null): Values {
  const { starts, ends, minutes } = source
  const written = (date: Date, kind: string) => (kind === 'date' ? dayOf(date) : date.toISOString())
  const values: Values = { [starts.key]: written(start, starts.kind) }
  if (ends && end) values[ends.key] = ends.kind === 'date' ? dayOf(addDays(end, -1)) : end.toISOString()
  else if (minutes && end) values[minutes.key] = Math.round((end.getTime() - start.getTime()) / 60_000)
  return values
}

function addDays(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
