import type { Entity, Field, LayoutDocument, RelatedList } from '../api/types'
import type { Translated } from '../api/values'
import { orderedEntries } from '../shared/order'
import { isRuled } from './computed'

/** A layout as the screens draw it: lists in order, fields looked up, what the reader may not see left out. */
export interface Item {
  field: Field
  span: number
}
export interface Region {
  key: string
  label: Translated | undefined
  columns: 1 | 2 | 3
  items: Item[]
}
export interface Tab {
  key: string
  label: Translated | undefined
  regions: Region[]
}
export interface Related extends RelatedList {
  key: string
}
export interface Layout {
  tabs: Tab[]
  related: Related[]
}

const WIDE_KINDS = new Set(['long_text', 'json', 'children'])

export function resolveLayout(entity: Entity): Layout {
  // The server puts the layout meant for this person first.
  const [document] = entity.layouts
  const tabs = document ? readTabs(entity, document) : []
  return {
    tabs: tabs.length > 0 ? tabs : [generatedTab(entity)],
    related: document?.related ? readRelated(document) : generatedRelated(entity),
  }
}

function readTabs(entity: Entity, document: LayoutDocument): Tab[] {
  const fields = new Map(entity.fields.map((field) => [field.key, field]))
  const tabs = orderedEntries(document.tabs).map(([key, tab]) => ({
    key,
    label: tab.label,
    regions: orderedEntries(tab.regions).map(([regionKey, region]) => ({
      key: regionKey,
      label: region.label,
      columns: region.columns ?? 2,
      items: orderedEntries(region.items).flatMap(([, item]) => toItem(fields.get(item.field), item.span)),
    })),
  }))
  return tabs
    .map((tab) => ({ ...tab, regions: tab.regions.filter(({ items }) => items.length > 0) }))
    .filter(({ regions }) => regions.length > 0)
}

function toItem(field: Field | undefined, span: number | undefined): Item[] {
  return field ? [{ field, span: span ?? (WIDE_KINDS.has(field.kind) ? 3 : 1) }] : []
}

/** Without a layout: all fields in their order, the wide ones below. */
function generatedTab(entity: Entity): Tab {
  const own = ownFields(entity)
  const narrow = own.filter(({ kind }) => !WIDE_KINDS.has(kind))
  const wide = own.filter(({ kind }) => WIDE_KINDS.has(kind))
  const owner = entity.owned ? entity.fields.filter(({ key }) => key === 'owner') : []
  const items = [...narrow, ...owner, ...wide].flatMap((field) => toItem(field, undefined))
  return { key: 'main', label: undefined, regions: [{ key: 'main', label: undefined, columns: 2, items }] }
}

export function ownFields(entity: Entity): Field[] {
  return entity.fields
    .filter(({ system }) => !system)
    .sort((a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER))
}

function readRelated(document: LayoutDocument): Related[] {
  return orderedEntries(document.related).map(([key, related]) => ({ ...related, key }))
}

function generatedRelated(entity: Entity): Related[] {
  return entity.relations.map((relation) => ({ ...relation, key: `${relation.entity}.${relation.field}` }))
}

export function layoutFields(layout: Layout): Field[] {
  return layout.tabs.flatMap(({ regions }) => regions.flatMap(({ items }) => items.map(({ field }) => field)))
}

/** A new record must be able to get every value that it needs, wherever the layout has forgotten one. */
export function unplacedRequiredFields(entity: Entity, layout: Layout): Field[] {
  const placed = new Set(layoutFields(layout).map(({ key }) => key))
  return ownFields(entity).filter(
    (field) => field.required && !field.default && !placed.has(field.key) && !isComputed(field),
  )
}

export function isComputed(field: Field): boolean {
  return isRuled(field) || field.kind === 'auto_number'
}

/** What a person may change, in a new record or in a stored one. */
export function isEditable(field: Field, isNew: boolean): boolean {
  const isFixed = field.read_only || (field.read_only_after_create && !isNew)
  const isGiven = isComputed(field) && !(isNew && hasReserved(field))
  return field.can_edit && !isFixed && !isGiven && !isSystemKept(field)
}

/** Whether there are numbers that people give by hand, instead of the next one. */
export function hasReserved(field: Field): boolean {
  return field.kind === 'auto_number' && (field.reserved?.length ?? 0) > 0
}

/** System columns belong to the server; a record's owner and unit are a person's to choose. */
function isSystemKept({ system, key }: Field): boolean {
  return system && key !== 'owner' && key !== 'unit'
}
