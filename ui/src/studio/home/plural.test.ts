import { describe, expect, it } from 'vitest'
import { pluralOf } from './plural'

describe('pluralOf', () => {
  it.each([
    ['Site visit', 'Site visits'],
    ['Company', 'Companies'],
    ['Survey', 'Surveys'],
    ['Box', 'Boxes'],
    ['Contact person', 'Contact people'],
    ['现场', '现场'],
    ['', ''],
  ])('%s → %s', (one, many) => {
    expect(pluralOf({ en: one, 'zh-hans': '拜访' })).toEqual({ en: many, 'zh-hans': '拜访' })
  })
})
