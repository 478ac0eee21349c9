import { describe, expect, it } from 'vitest'
import { propertiesOf } from './properties'

describe('what a JSON Schema asks a person for', () => {
  it('is named in both languages where it says so, else by its title or name', () => {
    const asked = propertiesOf({
      required: ['account'],
      properties: {
        account: { type: 'string', labels: { en: 'Account', 'zh-hans': '账号' } },
        tries: { type: 'integer', title: 'Tries' },
        region: { enum: ['eu', 'cn'] },
      },
    })
    expect(asked.map(({ label }) => label)).toEqual([
      { en: 'Account', 'zh-hans': '账号' },
      { en: 'Tries' },
      { en: 'region' },
    ])
    expect(asked.map(({ type, isRequired, choices }) => [type, isRequired, choices])).toEqual([
      ['string', true, []],
      ['integer', false, []],
      ['string', false, ['eu', 'cn']],
    ])
  })
})
