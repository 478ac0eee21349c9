import { describe, expect, it } from 'vitest'
import { addTab, newLayout, placesOf, withPresentKeys } from '../changes/layout'
import { dropped, fieldId, PALETTE, regionId, tabId } from './dropping'

const layout = addTab(
  newLayout(
    'visit',
    { name: { kind: 'text', order: 1 }, at: { kind: 'date', order: 2 } },
    { layout: {}, tab: {}, region: {} },
  ),
  { en: 'More' },
  { en: 'Rest' },
)
const rest = { tab: 'more', region: 'rest' }

function at(result: typeof layout, field: string) {
  const place = placesOf(result).get(field)
  return place && `${place.tab}/${place.region}/${place.index}`
}

describe('dropped', () => {
  it('on a field takes its place', () => {
    expect(at(dropped(layout, fieldId('at'), fieldId('name')), 'at')).toBe('details/general/0')
    expect(at(dropped(layout, fieldId('owner'), fieldId('at')), 'owner')).toBe('details/general/1')
  })

  it('on a region goes to its end, once', () => {
    expect(at(dropped(layout, fieldId('at'), regionId(rest)), 'at')).toBe('more/rest/0')
    expect(dropped(layout, fieldId('at'), regionId({ tab: 'details', region: 'general' }))).toBe(layout)
  })

  it('on a tab goes to its first region', () => {
    expect(at(dropped(layout, fieldId('name'), tabId('more')), 'name')).toBe('more/rest/0')
    expect(dropped(layout, fieldId('name'), tabId('gone'))).toBe(layout)
  })

  it('on the palette leaves the form', () => {
    expect(at(dropped(layout, fieldId('name'), PALETTE), 'name')).toBeUndefined()
  })

  it('on itself or on nothing known changes nothing', () => {
    expect(dropped(layout, fieldId('name'), fieldId('name'))).toBe(layout)
    expect(dropped(layout, fieldId('name'), 'elsewhere')).toBe(layout)
  })
})

describe('withPresentKeys', () => {
  it('renames the fields and leaves the items where they are', () => {
    const present = withPresentKeys(layout, (key) => (key === 'at' ? 'visited_on' : key))
    expect(at(present, 'visited_on')).toBe('details/general/1')
    expect(placesOf(present).get('visited_on')?.item).toBe('at')
    expect(withPresentKeys(layout, (key) => key)).toBe(layout)
  })
})
