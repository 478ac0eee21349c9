import { expect, it } from 'vitest'
import type { LayoutDocument } from '../documents'
import { copyLayout } from './layoutCopy'

const MAIN: LayoutDocument = {
  id: 'one',
  kind: 'layout',
  key: 'visit.main',
  entity: 'visit',
  label: { en: 'Main form', 'zh-hans': '主表单' },
  roles: ['seller'],
  order: 10,
  tabs: { details: { order: 10, regions: {} } },
}

it('copies a form for other roles: what it shows, under a free key, for nobody in particular yet', () => {
  const copy = copyLayout(MAIN, 'visit', ['visit.main', 'visit.main_form_2'], (name) => `${name} 2`)
  expect(copy).toEqual({
    kind: 'layout',
    key: 'visit.main_form_2_2',
    entity: 'visit',
    label: { en: 'Main form 2', 'zh-hans': '主表单 2' },
    order: 20,
    tabs: MAIN.tabs,
  })
})
