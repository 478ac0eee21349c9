/** Attributes and values of metadata in words. */
import { currentLanguage } from '../../i18n'
import type { Translated } from '../../api/values'
import { translate } from '../../schema/labels'
import type { Texts } from '../texts'

const LANGUAGE_PARTS: Record<string, string> = { en: 'English', 'zh-hans': '简体中文' }

/** Structure that says nothing to a person. */
const SILENT = new Set(['document', 'fields', 'items', 'tabs', 'regions'])

/** `fields/score/label/en` → "score › Label › English". */
export function pathText(path: readonly string[], t: Texts): string {
  return path
    .filter((part) => !SILENT.has(part))
    .map((part) => LANGUAGE_PARTS[part] ?? t(`attribute.${part}`, { defaultValue: part }))
    .join(' › ')
}

export function valueText(value: unknown, t: Texts): string {
  if (value === undefined || value === null || value === '') return t('value.none')
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
  if (typeof value === 'string') return `"${value}"`
  if (typeof value === 'object') return objectText(value, t)
  return JSON.stringify(value)
}

function isTranslated(value: object): value is Translated {
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key) => key in LANGUAGE_PARTS)
}

/** A thing by its label, a text in the language of the screen, a list by its entries, anything else by the names of what it holds. */
function objectText(value: object, t: Texts): string {
  if (Array.isArray(value)) return value.map((item) => valueText(item, t)).join(', ') || t('value.none')
  if ('label' in value && typeof value.label === 'object') {
    return translate(value.label, t('value.some'), currentLanguage())
  }
  if (isTranslated(value)) return `"${translate(value, '', currentLanguage())}"`
  return Object.keys(value)
    .map((key) => t(`attribute.${key}`, { defaultValue: key }))
    .join(', ')
}
