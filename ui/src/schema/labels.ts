import { useTranslation } from 'react-i18next'
import type { Translated } from '../api/values'
import { currentLanguage, isLanguage, type Language } from '../i18n'

/** The text for the present language, else English, else any, else the fallback (usually the key). */
export function translate(
  label: Translated | string | undefined | null,
  fallback: string,
  language: Language,
): string {
  if (typeof label === 'string') return label || fallback
  return label?.[language] || label?.['en'] || Object.values(label ?? {}).find(Boolean) || fallback
}

export type LabelOf = (
  thing: { label?: Translated | string | null } | undefined | null,
  fallback?: string,
) => string

/** `labelOf(field)` in the language of the screen; re-renders when the language changes. */
export function useLabel(): LabelOf {
  const { i18n } = useTranslation()
  const language = isLanguage(i18n.language) ? i18n.language : currentLanguage()
  return (thing, fallback) => translate(thing?.label, fallback ?? keyOf(thing), language)
}

export function usePluralLabel(): (entity: {
  key: string
  label?: Translated
  plural?: Translated
}) => string {
  const labelOf = useLabel()
  return (entity) => labelOf({ label: entity.plural }, labelOf(entity))
}

function keyOf(thing: object | undefined | null): string {
  const key = thing && 'key' in thing ? thing.key : undefined
  return typeof key === 'string' ? key : ''
}
