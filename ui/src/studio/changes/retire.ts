/** Change sets that retire fields and entities, with everything that would lead nowhere afterwards. */
import type { Entity, Field, LayoutDocument as PublishedLayout } from '../../api/types'
import type { Change } from '../components'
import type { LayoutDocument, MenuDocument, RoleDocument } from '../documents'
import { placesOf } from './layout'

/** All that may name an entity. */
export interface Surroundings {
  entities: readonly Entity[]
  menus: readonly MenuDocument[]
  roles: readonly RoleDocument[]
}

type Put = Record<string, unknown>

function put(kind: Change['kind'], key: string, document: Put): Change {
  return { op: 'put', kind, key, document }
}

const gone = (kind: Change['kind'], key: string): Change => ({ op: 'delete', kind, key })

/** A merge document that takes the named entries out of a keyed map. */
function without(keys: readonly string[]): Put {
  return Object.fromEntries(keys.map((key) => [key, null]))
}

function keysWhere<T>(map: Record<string, T> | undefined, isWanted: (entry: T) => boolean): string[] {
  return Object.entries(map ?? {})
    .filter(([, entry]) => isWanted(entry))
    .map(([key]) => key)
}

/** The entity and those whose records live inside of its own. */
function withLines(key: string, entities: readonly Entity[]): string[] {
  const tables =
    entities.find((entity) => entity.key === key)?.fields.filter(({ kind }) => kind === 'children') ?? []
  return [key, ...tables.flatMap(({ target }) => (target ? withLines(target, entities) : []))]
}

function offMenu(menu: MenuDocument, doomed: ReadonlySet<string>): Change[] {
  const keys = keysWhere(menu.items, ({ entity }) => doomed.has(entity))
  return keys.length > 0 ? [put('menu', menu.key, { items: without(keys) })] : []
}

function offRole(role: RoleDocument, doomed: ReadonlySet<string>): Change[] {
  const named = [...doomed].filter((key) => role.entities?.[key] ?? role.fields?.[key])
  if (named.length === 0) return []
  return [put('role', role.key, { entities: without(named), fields: without(named) })]
}

/** Related lists of other forms that lead to what is retired. */
function offRelated(
  layout: PublishedLayout,
  isGone: (related: { entity: string; field: string }) => boolean,
): Change[] {
  const keys = keysWhere(layout.related, isGone)
  return keys.length > 0 ? [put('layout', layout.key, { related: without(keys) })] : []
}

function partsOf({ views, layouts, key }: Entity): Change[] {
  return [
    ...views.map((view) => gone('view', view.key)),
    ...layouts.map((layout) => gone('layout', layout.key)),
    gone('entity', key),
  ]
}

/** Retires an entity with its line items, forms, lists, menu entries, rights and the related lists that show it. */
export function retireEntityChanges(key: string, { entities, menus, roles }: Surroundings): Change[] {
  const doomed = new Set(withLines(key, entities))
  const staying = entities.filter((entity) => !doomed.has(entity.key))
  return [
    ...menus.flatMap((menu) => offMenu(menu, doomed)),
    ...roles.flatMap((role) => offRole(role, doomed)),
    ...staying.flatMap(({ layouts }) =>
      layouts.flatMap((layout) => offRelated(layout, (one) => doomed.has(one.entity))),
    ),
    ...entities.filter((entity) => doomed.has(entity.key)).flatMap(partsOf),
  ]
}

/**
 * Retires a field and takes it off the forms and lists that show it. `names`: its present key first, then its
 * former ones, under which a list may still have it. A table of line items goes with its lines.
 */
export function retireFieldChanges(
  entity: Entity,
  field: Pick<Field, 'kind' | 'target'>,
  names: readonly string[],
  surroundings: Surroundings,
): Change[] {
  const isGone = (one: { entity: string; field: string }) =>
    one.entity === entity.key && names.includes(one.field)
  const lines =
    field.kind === 'children' && field.target ? retireEntityChanges(field.target, surroundings) : []
  return [
    ...entity.layouts.flatMap((layout) => names.flatMap((name) => offLayout(layout as LayoutDocument, name))),
    ...entity.views
      .filter((view) => names.some((name) => view.columns?.[name]))
      .map((view) => put('view', view.key, { columns: without(names) })),
    ...surroundings.entities.flatMap(({ layouts }) =>
      layouts.flatMap((layout) => offRelated(layout, isGone)),
    ),
    gone('field', `${entity.key}.${names[0] ?? ''}`),
    ...lines,
  ]
}

function offLayout(layout: LayoutDocument, field: string): Change[] {
  const place = placesOf(layout).get(field)
  if (!place) return []
  const regions = { [place.region]: { items: { [place.item]: null } } }
  return [put('layout', layout.key, { tabs: { [place.tab]: { regions } } })]
}
