import { describe, expect, it } from 'vitest'
import type { VersionChange } from '../api/types'
import { differenceOf, foldMoves, isOrder, netChanges } from './differences'

function put(kind: string, key: string, path?: string, from?: unknown, to?: unknown): VersionChange {
  return {
    op: 'put',
    kind,
    key,
    ...(path ? { path } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

describe('differenceOf', () => {
  it('tells a new field from a changed one', () => {
    const added = differenceOf(
      put('entity', 'lead', '/fields/score', undefined, { kind: 'integer', label: { en: 'Score' } }),
    )
    expect(added).toMatchObject({ verb: 'added', thing: 'field', part: 'score', label: { en: 'Score' } })
    const changed = differenceOf(put('entity', 'lead', '/fields/score/label/en', 'Score', 'Points'))
    expect(changed).toMatchObject({
      verb: 'changed',
      thing: 'field',
      attribute: ['label', 'en'],
      to: 'Points',
    })
  })

  it('knows whole components', () => {
    expect(differenceOf(put('view', 'lead.open'))).toMatchObject({ verb: 'added', thing: 'view' })
    expect(differenceOf(put('template', 'lead.mail'))).toMatchObject({ verb: 'added', thing: 'template' })
    expect(differenceOf(put('rule', 'lead.score'))).toMatchObject({ verb: 'added', thing: 'rule' })
    expect(differenceOf({ op: 'delete', kind: 'entity', key: 'lead' })).toMatchObject({
      verb: 'retired',
      thing: 'entity',
    })
    expect(differenceOf({ op: 'rename', kind: 'entity', key: 'deal', from: 'lead', to: 'deal' }).verb).toBe(
      'renamed',
    )
  })

  it('finds places on forms and lists', () => {
    const path = '/tabs/details/regions/general/items/score'
    expect(differenceOf(put('layout', 'lead.main', path, undefined, { field: 'score' }))).toMatchObject({
      verb: 'added',
      thing: 'placed',
      part: 'score',
    })
    const moved = differenceOf(put('layout', 'lead.main', `${path}/order`, 10, 20))
    expect(isOrder(moved)).toBe(true)
    expect(
      differenceOf({ op: 'delete', kind: 'view', key: 'lead.all', path: '/columns/a~1b' }),
    ).toMatchObject({
      verb: 'retired',
      thing: 'column',
      part: 'a/b',
    })
  })

  it('names attributes of the component itself', () => {
    expect(differenceOf(put('entity', 'lead', '/icon', 'A', 'B'))).toMatchObject({
      thing: 'attribute',
      attribute: ['icon'],
    })
  })
})

describe('forms', () => {
  const section = { items: { score: { field: 'score' } }, label: { en: 'More' } }
  const added = put('layout', 'lead.main', '/tabs/details/regions/more', undefined, section)
  const left = '/tabs/details/regions/general/items/score'
  const removed = { op: 'delete', kind: 'layout', key: 'lead.main', path: left, from: { field: 'score' } }

  it('have sections and tabs', () => {
    expect(differenceOf(added)).toMatchObject({ verb: 'added', thing: 'section', label: { en: 'More' } })
    expect(differenceOf(put('layout', 'lead.main', '/tabs/extra', undefined, { label: {} }))).toMatchObject({
      verb: 'added',
      thing: 'tab',
      part: 'extra',
    })
    expect(
      differenceOf(put('layout', 'lead.main', '/tabs/details/regions/more/columns', 1, 2)),
    ).toMatchObject({
      verb: 'changed',
      thing: 'section',
      attribute: ['columns'],
    })
  })

  it('tell a move from a removal', () => {
    const moved = foldMoves([removed, added].map(differenceOf))
    expect(moved.map(({ verb, thing }) => `${verb} ${thing}`)).toEqual(['moved placed', 'added section'])
    const placed = put('layout', 'lead.main', '/tabs/details/regions/more/items/score', undefined, {
      field: 'score',
    })
    expect(foldMoves([removed, placed].map(differenceOf)).map(({ verb }) => verb)).toEqual(['moved'])
    expect(foldMoves([differenceOf(removed)]).map(({ verb }) => verb)).toEqual(['retired'])
  })
})

describe('netChanges', () => {
  it('joins what happened to the same attribute', () => {
    const first = put('entity', 'lead', '/icon', 'A', 'B')
    const second = put('entity', 'lead', '/icon', 'B', 'C')
    expect(netChanges([first, second])).toEqual([put('entity', 'lead', '/icon', 'A', 'C')])
    expect(netChanges([first, put('entity', 'lead', '/icon', 'B', 'A')])).toEqual([])
  })
})
