import { describe, expect, it } from 'vitest'
import type { Texts } from '../texts'
import { valueText } from './describe'

const t = ((key: string) => key) as unknown as Texts

describe('values of metadata in words', () => {
  it('says a text in the language of the screen', () => {
    expect(valueText({ en: 'Their notes', 'zh-hans': '别人的备注' }, t)).toBe('"Their notes"')
  })

  it('names a thing by its label and anything else by what it holds', () => {
    expect(valueText({ kind: 'text', label: { en: 'Weather' } }, t)).toBe('Weather')
    expect(valueText({ order: 1, span: 2 }, t)).toBe('attribute.order, attribute.span')
  })
})
