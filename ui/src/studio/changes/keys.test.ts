import { describe, expect, it } from 'vitest'

import { findKeyFault, suggestKey } from './keys'

describe('suggestKey', () => {
  it('makes a key from the English label', () => {
    expect(suggestKey({ en: 'Visit date (planned)' }, [])).toBe('visit_date_planned')
    expect(suggestKey({ en: '  2nd Phone ' }, [])).toBe('nd_phone')
    expect(suggestKey({ en: 'Café Größe' }, [])).toBe('cafe_gro_e')
  })

  it('numbers what has no Latin letters', () => {
    expect(suggestKey({ 'zh-hans': '？' }, ['field_1'])).toBe('field_2')
    expect(suggestKey({ en: '🚀' }, [], 'entity')).toBe('entity_1')
  })

  it('prefers the English label over the Chinese one', () => {
    expect(suggestKey({ en: 'Score', 'zh-hans': 'VIP 客户' }, [])).toBe('score')
    expect(suggestKey({ 'zh-hans': 'VIP 客户' }, [])).toBe('vip_ke_hu')
    expect(suggestKey({ 'zh-hans': '旅行日期' }, ['lv_xing_ri_qi'])).toBe('lv_xing_ri_qi_2')
  })

  it('steps aside for reserved and taken keys', () => {
    expect(suggestKey({ en: 'Version' }, [])).toBe('version_field')
    expect(suggestKey({ en: 'Score' }, ['score', 'score_2'])).toBe('score_3')
  })

  it('stays short for labels of any length', () => {
    expect(findKeyFault(suggestKey({ en: 'long words '.repeat(1000) }, []), [])).toBeNull()
  })
})

describe('findKeyFault', () => {
  it('names what is wrong', () => {
    expect(findKeyFault('', [])).toBe('missing')
    expect(findKeyFault('Visit', [])).toBe('malformed')
    expect(findKeyFault('a; drop table x', [])).toBe('malformed')
    expect(findKeyFault('created_at', [])).toBe('reserved')
    expect(findKeyFault('name', ['name'])).toBe('taken')
    expect(findKeyFault('name', ['title'])).toBeNull()
  })
})
