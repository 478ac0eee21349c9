/** Form layouts: where a field stands, and every move that the designer can make. All functions are pure. */
import { orderedEntries } from '../../shared/order'
import type {
  FieldDocument,
  Keyed,
  Labels,
  LayoutDocument,
  PlacedField,
  RegionDocument,
  RelatedDocument,
  TabDocument,
} from '../documents'
import { suggestItemKey } from './keys'
import { keysInOrder, moveBy, nextOrder, omit, placeAt } from './order'

export interface Spot {
  tab: string
  region: string
}
export interface Place extends Spot {
  item: string
  index: number
}

/** Kinds that need the whole width to be of use. */
const WIDE_KINDS = new Set(['long_text', 'children', 'json'])

export function placesOf(layout: LayoutDocument): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const [tab, { regions }] of orderedEntries(layout.tabs)) {
    for (const [region, { items }] of orderedEntries(regions)) {
      orderedEntries(items).forEach(([item, { field }], index) =>
        places.set(field, { tab, region, item, index }),
      )
    }
  }
  return places
}

export function firstSpot(layout: LayoutDocument): Spot | null {
  for (const [tab, { regions }] of orderedEntries(layout.tabs)) {
    const region = keysInOrder(regions)[0]
    if (region !== undefined) return { tab, region }
  }
  return null
}

export function firstRegionOf(layout: LayoutDocument, tab: string): Spot | null {
  const region = keysInOrder(layout.tabs[tab]?.regions)[0]
  return region === undefined ? null : { tab, region }
}

/** The layout with its fields under their present keys. */
export function withPresentKeys(
  layout: LayoutDocument,
  presentKey: (field: string) => string,
): LayoutDocument {
  let present = layout
  for (const [field, place] of placesOf(layout)) {
    const key = presentKey(field)
    const items = regionAt(present, place)?.items
    const entry = items?.[place.item]
    if (key !== field && entry) {
      present = updateRegion(present, place, { items: { ...items, [place.item]: { ...entry, field: key } } })
    }
  }
  return present
}

export function updateTab(layout: LayoutDocument, tab: string, change: Partial<TabDocument>): LayoutDocument {
  const old = layout.tabs[tab]
  return old ? { ...layout, tabs: { ...layout.tabs, [tab]: { ...old, ...change } } } : layout
}

export function updateRegion(
  layout: LayoutDocument,
  spot: Spot,
  change: Partial<RegionDocument>,
): LayoutDocument {
  const regions = layout.tabs[spot.tab]?.regions
  const old = regions?.[spot.region]
  if (!old) return layout
  return updateTab(layout, spot.tab, { regions: { ...regions, [spot.region]: { ...old, ...change } } })
}

export function regionAt(layout: LayoutDocument, spot: Spot): RegionDocument | undefined {
  return layout.tabs[spot.tab]?.regions?.[spot.region]
}

export function removeField(layout: LayoutDocument, field: string): LayoutDocument {
  const place = placesOf(layout).get(field)
  if (!place) return layout
  return updateRegion(layout, place, { items: omit(regionAt(layout, place)?.items, place.item) })
}

/** Puts a field at `index` of a region, from wherever it stands now; without an index at the end. */
export function placeField(
  layout: LayoutDocument,
  field: string,
  spot: Spot,
  index = Infinity,
): LayoutDocument {
  if (!regionAt(layout, spot)) return layout
  const old = placesOf(layout).get(field)
  const entry: PlacedField = (old && regionAt(layout, old)?.items?.[old.item]) ?? { field }
  const isSameRegion = old?.tab === spot.tab && old.region === spot.region
  const cleared = isSameRegion ? layout : removeField(layout, field)
  const items = regionAt(cleared, spot)?.items
  return updateRegion(cleared, spot, { items: placeAt(items, old?.item ?? field, entry, index) })
}

/** Moves a field up or down within its region. */
export function nudgeField(layout: LayoutDocument, field: string, distance: number): LayoutDocument {
  const place = placesOf(layout).get(field)
  if (!place) return layout
  return updateRegion(layout, place, {
    items: moveBy(regionAt(layout, place)?.items ?? {}, place.item, distance),
  })
}

export function setSpan(layout: LayoutDocument, field: string, span: number): LayoutDocument {
  const place = placesOf(layout).get(field)
  const items = place && regionAt(layout, place)?.items
  const entry = items?.[place?.item ?? '']
  if (!place || !entry) return layout
  const spanned: PlacedField = { ...entry, span }
  if (span <= 1) delete spanned.span
  return updateRegion(layout, place, { items: { ...items, [place.item]: spanned } })
}

export function addTab(layout: LayoutDocument, label: Labels, regionLabel: Labels): LayoutDocument {
  const key = suggestItemKey(label, Object.keys(layout.tabs), 'tab')
  const regions = { [suggestItemKey(regionLabel, [], 'region')]: newRegion(regionLabel, 10) }
  return { ...layout, tabs: { ...layout.tabs, [key]: { label, order: nextOrder(layout.tabs), regions } } }
}

export function addRegion(layout: LayoutDocument, tab: string, label: Labels): LayoutDocument {
  const regions = layout.tabs[tab]?.regions
  const key = suggestItemKey(label, Object.keys(regions ?? {}), 'region')
  return updateTab(layout, tab, { regions: { ...regions, [key]: newRegion(label, nextOrder(regions)) } })
}

function newRegion(label: Labels, order: number): RegionDocument {
  return { label, order, columns: 2, items: {} }
}

export function removeTab(layout: LayoutDocument, tab: string): LayoutDocument {
  return { ...layout, tabs: omit(layout.tabs, tab) }
}

export function removeRegion(layout: LayoutDocument, { tab, region }: Spot): LayoutDocument {
  return updateTab(layout, tab, { regions: omit(layout.tabs[tab]?.regions, region) })
}

export function nudgeTab(layout: LayoutDocument, tab: string, distance: number): LayoutDocument {
  return { ...layout, tabs: moveBy(layout.tabs, tab, distance) }
}

export function nudgeRegion(layout: LayoutDocument, { tab, region }: Spot, distance: number): LayoutDocument {
  return updateTab(layout, tab, { regions: moveBy(layout.tabs[tab]?.regions ?? {}, region, distance) })
}

export function addRelated(layout: LayoutDocument, related: RelatedDocument): LayoutDocument {
  const taken = Object.keys(layout.related ?? {})
  const key = suggestItemKey({ en: related.entity }, taken, 'related')
  const entry = { ...related, order: nextOrder(layout.related) }
  return { ...layout, related: { ...layout.related, [key]: entry } }
}

export function removeRelated(layout: LayoutDocument, key: string): LayoutDocument {
  return { ...layout, related: omit(layout.related, key) }
}

export function updateRelated(
  layout: LayoutDocument,
  key: string,
  change: Partial<RelatedDocument>,
): LayoutDocument {
  const old = layout.related?.[key]
  return old ? { ...layout, related: { ...layout.related, [key]: { ...old, ...change } } } : layout
}

export function nudgeRelated(layout: LayoutDocument, key: string, distance: number): LayoutDocument {
  return { ...layout, related: moveBy(layout.related ?? {}, key, distance) }
}

export function spanFor(kind: string): number {
  return WIDE_KINDS.has(kind) ? 2 : 1
}

/** A layout with all fields in one region of two columns. */
export function newLayout(
  entity: string,
  fields: Keyed<Pick<FieldDocument, 'kind' | 'order'>>,
  texts: { layout: Labels; tab: Labels; region: Labels },
): LayoutDocument {
  const items = Object.fromEntries(
    orderedEntries(fields).map(([field, { kind }], index): [string, PlacedField] => {
      const span = spanFor(kind)
      return [field, { field, order: (index + 1) * 10, ...(span > 1 ? { span } : {}) }]
    }),
  )
  const region: RegionDocument = { ...newRegion(texts.region, 10), items }
  const tab: TabDocument = { label: texts.tab, order: 10, regions: { general: region } }
  return {
    kind: 'layout',
    key: `${entity}.main`,
    entity,
    label: texts.layout,
    order: 10,
    tabs: { details: tab },
  }
}
