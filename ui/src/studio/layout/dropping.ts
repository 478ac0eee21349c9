/** What a drop means: names of the things on the designer's canvas, and the move that follows. */
import { placeField, placesOf, removeField, firstRegionOf, type Spot } from '../changes/layout'
import type { LayoutDocument } from '../documents'

export const PALETTE = 'palette'

export const fieldId = (field: string) => `field:${field}`
export const regionId = ({ tab, region }: Spot) => `region:${tab}/${region}`
export const tabId = (tab: string) => `tab:${tab}`

/** The field that a dragged thing stands for. */
export function fieldOf(id: string): string {
  return id.replace(/^field:/, '')
}

function spotOf(id: string): Spot | null {
  const [, tab, region] = /^region:([^/]+)\/(.+)$/.exec(id) ?? []
  return tab !== undefined && region !== undefined ? { tab, region } : null
}

/** The layout after `active` is dropped on `over`; the same layout where that means nothing. */
export function dropped(layout: LayoutDocument, active: string, over: string): LayoutDocument {
  const field = fieldOf(active)
  if (over === PALETTE) return removeField(layout, field)
  if (over.startsWith('tab:')) {
    const spot = firstRegionOf(layout, over.slice('tab:'.length))
    return spot ? placeField(layout, field, spot) : layout
  }
  const region = spotOf(over)
  if (region) return isIn(layout, field, region) ? layout : placeField(layout, field, region)
  const place = placesOf(layout).get(fieldOf(over))
  return place && fieldOf(over) !== field ? placeField(layout, field, place, place.index) : layout
}

function isIn(layout: LayoutDocument, field: string, spot: Spot): boolean {
  const place = placesOf(layout).get(field)
  return place?.tab === spot.tab && place.region === spot.region
}
