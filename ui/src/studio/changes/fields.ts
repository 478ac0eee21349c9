/** Change sets for a single field, with its places on forms and lists. */
import { orderedEntries } from '../../shared/order'
import type { Change } from '../components'
import type { EntityDocument, FieldDocument, LayoutDocument, ViewDocument } from '../documents'
import { firstSpot, placeField, placesOf, setSpan, spanFor } from './layout'
import { mergeDocument } from './merge'
import { moveTo, nextOrder } from './order'
import { putChanges } from './documents'

export interface Placement {
  layouts: readonly LayoutDocument[]
  views: readonly ViewDocument[]
}

const NOWHERE: Placement = { layouts: [], views: [] }

function onLayout(layout: LayoutDocument, field: string, kind: string): Change[] {
  const spot = firstSpot(layout)
  if (!spot || placesOf(layout).has(field)) return []
  return putChanges('layout', layout, setSpan(placeField(layout, field, spot), field, spanFor(kind)))
}

function onView(view: ViewDocument, field: string): Change[] {
  if (view.columns[field]) return []
  const columns = { ...view.columns, [field]: { order: nextOrder(view.columns) } }
  return putChanges('view', view, { ...view, columns })
}

/** A new field, placed at the end of the given forms and lists in the same step. */
export function newFieldChanges(
  entity: EntityDocument,
  key: string,
  field: FieldDocument,
  { layouts, views }: Placement = NOWHERE,
): Change[] {
  const document = { ...field, order: field.order ?? nextOrder(entity.fields) }
  return [
    { op: 'put', kind: 'field', key: `${entity.key}.${key}`, document },
    ...layouts.flatMap((layout) => onLayout(layout, key, field.kind)),
    ...views.flatMap((view) => onView(view, key)),
  ]
}

/** What an edit of a stored field changes; a new key becomes a rename, so that nothing that uses it breaks. */
export function editFieldChanges(
  entity: string,
  key: string,
  before: FieldDocument,
  after: FieldDocument,
  newKey = key,
): Change[] {
  const document = mergeDocument(before, after)
  const name = `${entity}.${key}`
  return [
    ...(document ? [{ op: 'put', kind: 'field', key: name, document } satisfies Change] : []),
    ...(newKey !== key ? [{ op: 'rename', kind: 'field', key: name, new_key: newKey } satisfies Change] : []),
  ]
}

/** Moves a field in the entity's own order, touching as few fields as possible. */
export function moveFieldChanges(entity: EntityDocument, field: string, index: number): Change[] {
  return putChanges('entity', entity, { ...entity, fields: moveTo(entity.fields, field, index) })
}

export interface StoredField {
  /** Its key at birth, under which the entity's document has it. */
  birth: string
  /** Its present key. */
  key: string
  document: FieldDocument
}

/** The fields of a stored entity in their order. A renamed field stays under its key at birth. */
export function storedFields({ fields }: EntityDocument): StoredField[] {
  return orderedEntries(fields).map(([birth, document]) => ({ birth, key: document.key ?? birth, document }))
}
