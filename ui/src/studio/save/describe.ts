/** Attributes and values of metadata in words. */
import type { Texts } from '../texts'

const LANGUAGE_PARTS: Record<string, string> = { en: 'English', 'zh-hans': '简体中文' }

/** Structure that says nothing to a person. */
const SILENT = new Set(['fields', 'items', 'tabs', 'regions'])

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
  if (typeof value === 'string') return `“${value}”`
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}
