import { describe, expect, it } from 'vitest'
import type { Entity } from '../../api/types'
import type { ViewDocument } from '../../api/viewDocuments'
import { ALL_RECORDS, chosenView, listViews } from './views'

const view = (key: string, more: Partial<ViewDocument> = {}): ViewDocument => ({
  key,
  entity: 'lead',
  ...more,
})
const entity = (views: ViewDocument[]) => ({ key: 'lead', views }) as Entity

describe('views of a list', () => {
  it('stand in their order, with all records where no view shows them', () => {
    const views = listViews(
      entity([view('b', { order: 2, filter: 'x' }), view('a', { order: 1, filter: 'y' })]),
    )
    expect(views.map(({ key }) => key)).toEqual(['a', 'b', ALL_RECORDS])
    expect(listViews(entity([view('all')])).map(({ key }) => key)).toEqual(['all'])
  })

  it('are chosen by address, by default, by order', () => {
    const views = [view('open', { filter: 'x' }), view('mine', { default: true, filter: 'y' }), view('every')]
    expect(chosenView(views, 'open')?.key).toBe('open')
    expect(chosenView(views, undefined)?.key).toBe('mine')
    expect(chosenView(views, 'gone')?.key).toBe('mine')
    expect(chosenView(views, ALL_RECORDS)?.key).toBe('every')
  })
})
