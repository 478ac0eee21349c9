import type { Entity, Field, SchemaDocument } from '../api/types'
import type { ViewDocument } from '../api/viewDocuments'
import { isEditable } from '../schema/layout'

/** What a calendar shows: the records of an entity by a date or moment of theirs. */
export interface Source {
  /** The key of a view, or `entity:field`. */
  key: string
  entity: Entity
  starts: Field
  ends: Field | undefined
  /** Whole minutes, in place of an end. */
  minutes: Field | undefined
  color: Field | undefined
  view: ViewDocument | undefined
}

const DATED: ReadonlySet<string> = new Set(['date', 'datetime'])

/** Views that say that they are calendars, in the order of their entities. */
export function calendarSources(schema: SchemaDocument): Source[] {
  return schema.entities.flatMap((entity) =>
    entity.views.flatMap((view) => (view.type === 'calendar' ? (ofView(entity, view) ?? []) : [])),
  )
}

function ofView(entity: Entity, view: ViewDocument): Source | null {
  const find = (key: string | null | undefined) => entity.fields.find((field) => field.key === key)
  const starts = find(view.starts)
  if (!starts) return null
  return {
    key: view.key,
    entity,
    starts,
    ends: find(view.ends),
    minutes: find(view.minutes),
    color: find(view.color),
    view,
  }
}

/** Every date that people keep themselves, of every entity with a page of its own. */
export function datedSources(schema: SchemaDocument): Source[] {
  return schema.entities
    .filter(({ system }) => !system)
    .flatMap((entity) =>
      entity.fields
        .filter((field) => DATED.has(field.kind) && isEditable(field, false) && field.filterable)
        .map((starts) => ({
          key: `${entity.key}:${starts.key}`,
          entity,
          starts,
          ends: undefined,
          minutes: undefined,
          color: entity.fields.find(({ kind, key }) => kind === 'option' && key === 'status'),
          view: undefined,
        })),
    )
}

export function canMove({ entity, starts }: Source): boolean {
  return entity.can.edit && isEditable(starts, false)
}

/** The fields that a calendar reads. */
export function fieldsOf(source: Source): string[] {
  const { entity, starts, ends, minutes, color } = source
  const keys = [starts.key, ends?.key, minutes?.key, color?.key, entity.title_field]
  return [...new Set(keys.filter((key): key is string => Boolean(key)))]
}
