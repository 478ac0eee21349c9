/** Keys: proposed from a label, checked before the server is asked. */
import { pinyin } from 'pinyin-pro'
import type { Labels } from '../documents'

const KEY = /^[a-z][a-z0-9_]{0,62}$/
const SUGGESTED_LENGTH = 40
const LABEL_READ = 200 // more would not fit into a key

/** Words of the rule language and of a record's wire form; the server refuses them too. */
const RESERVED = new Set(
  `and or not in is between contains starts ends matches blank null true false where order by
  user today now old changed is_new count sum avg min max first last any all none count_distinct
  id version created_at created_by updated_at updated_by deleted_at deletion_id owner unit
  filter view q sort fields limit cursor offset items next deleted`.split(/\s+/),
)

export type KeyFault = 'missing' | 'malformed' | 'reserved' | 'taken'

export function findKeyFault(key: string, taken: Iterable<string>): KeyFault | null {
  if (key === '') return 'missing'
  if (!KEY.test(key)) return 'malformed'
  if (RESERVED.has(key)) return 'reserved'
  return new Set(taken).has(key) ? 'taken' : null
}

const HAN = /\p{Script=Han}+/gu

/** Chinese as it is spoken, syllable by syllable: "拜访日期" → `bai_fang_ri_qi`. */
function spelled(label: string): string {
  return label.replace(HAN, (han) => ` ${pinyin(han, { toneType: 'none', v: true })} `)
}

function slug(label: string): string {
  return spelled(label.slice(0, LABEL_READ))
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, SUGGESTED_LENGTH)
    .replace(/_+$/, '')
}

function firstFree(stem: string, taken: ReadonlySet<string>, from: number): string {
  for (let number = from; ; number += 1) {
    const key = `${stem}_${number}`
    if (!taken.has(key)) return key
  }
}

/** A key for what only has to be free among its neighbours: options, tabs, menu entries. */
export function suggestItemKey(label: Labels, taken: Iterable<string>, fallback: string): string {
  const used = new Set(taken)
  const stem = slug(label['en'] ?? '') || slug(label['zh-hans'] ?? '')
  if (stem === '') return firstFree(fallback, used, 1)
  return used.has(stem) ? firstFree(stem, used, 2) : stem
}

/**
 * A free, valid key from the English label ("Visit date" → `visit_date`), else from the Chinese one
 * ("拜访日期" → `bai_fang_ri_qi`), else `field_1`, `field_2`, … (`fallback` is the stem).
 */
export function suggestKey(label: Labels, taken: Iterable<string>, fallback = 'field'): string {
  const key = suggestItemKey(label, taken, fallback)
  return RESERVED.has(key) ? suggestItemKey({ en: `${key} ${fallback}` }, taken, fallback) : key
}
