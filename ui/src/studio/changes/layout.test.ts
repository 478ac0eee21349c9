import { describe, expect, it } from 'vitest'

import type { LayoutDocument } from '../documents'
import * as layouts from './layout'

const texts = { layout: { en: 'Main' }, tab: { en: 'Details' }, region: { en: 'General' } }
const main = layouts.newLayout(
  'visit',
  {
    name: { kind: 'text', order: 10 },
    note: { kind: 'long_text', order: 30 },
    at: { kind: 'date', order: 20 },
  },
  texts,
)
const general = { tab: 'details', region: 'general' }

function fieldsIn(layout: LayoutDocument, spot: layouts.Spot): string[] {
  return [...layouts.placesOf(layout)]
    .filter(([, place]) => place.tab === spot.tab && place.region === spot.region)
    .map(([field]) => field)
}

describe('newLayout', () => {
  it('places all fields in their order and gives wide ones the whole width', () => {
    expect(fieldsIn(main, general)).toEqual(['name', 'at', 'note'])
    expect(layouts.regionAt(main, general)?.items?.['note']?.span).toBe(2)
    expect(main.key).toBe('visit.main')
  })
})

describe('fields', () => {
  const wide = layouts.addRegion(main, 'details', { en: 'More' })
  const more = { tab: 'details', region: 'more' }

  it('move between regions and keep their span', () => {
    const moved = layouts.placeField(wide, 'note', more)
    expect(fieldsIn(moved, general)).toEqual(['name', 'at'])
    expect(fieldsIn(moved, more)).toEqual(['note'])
    expect(layouts.regionAt(moved, more)?.items?.['note']?.span).toBe(2)
  })

  it('move within a region', () => {
    expect(fieldsIn(layouts.placeField(main, 'note', general, 0), general)).toEqual(['note', 'name', 'at'])
    expect(fieldsIn(layouts.nudgeField(main, 'name', 1), general)).toEqual(['at', 'name', 'note'])
    expect(layouts.nudgeField(main, 'name', -1)).toEqual(main)
  })

  it('come from the palette and go back to it', () => {
    const placed = layouts.placeField(main, 'owner', general, 1)
    expect(fieldsIn(placed, general)).toEqual(['name', 'owner', 'at', 'note'])
    expect(layouts.removeField(placed, 'owner')).toEqual(main)
    expect(layouts.removeField(main, 'nothing')).toBe(main)
  })

  it('never go where there is no region', () => {
    expect(layouts.placeField(main, 'name', { tab: 'details', region: 'gone' })).toBe(main)
  })

  it('take one column unless told otherwise', () => {
    const spanned = layouts.setSpan(main, 'name', 2)
    expect(layouts.regionAt(spanned, general)?.items?.['name']?.span).toBe(2)
    expect(layouts.setSpan(spanned, 'name', 1)).toEqual(main)
  })
})

describe('tabs and regions', () => {
  it('get keys of their own', () => {
    const twice = layouts.addTab(layouts.addTab(main, { en: 'Details' }, { en: 'General' }), {}, {})
    expect(Object.keys(twice.tabs)).toEqual(['details', 'details_2', 'tab_1'])
    expect(layouts.firstSpot(twice)).toEqual(general)
  })

  it('move and go', () => {
    const two = layouts.addTab(main, { en: 'Second' }, { en: 'Rest' })
    expect(layouts.firstSpot(layouts.nudgeTab(two, 'second', -1))).toEqual({ tab: 'second', region: 'rest' })
    expect(layouts.removeTab(two, 'second')).toEqual(main)
    expect(layouts.firstSpot(layouts.removeRegion(main, general))).toBeNull()
  })
})

describe('related lists', () => {
  it('are added, moved and removed', () => {
    const both = layouts.addRelated(layouts.addRelated(main, { entity: 'task', field: 'visit' }), {
      entity: 'task',
      field: 'follow_up',
    })
    expect(Object.keys(both.related ?? {})).toEqual(['task', 'task_2'])
    const moved = layouts.nudgeRelated(both, 'task_2', -1)
    expect(moved.related?.['task_2']?.order).toBeLessThan(moved.related?.['task']?.order ?? 0)
    expect(Object.keys(layouts.removeRelated(both, 'task').related ?? {})).toEqual(['task_2'])
  })
})
