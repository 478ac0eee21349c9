import { LANGUAGES, type Language } from '../../i18n'
import type { LayoutDocument } from '../documents'
import { suggestItemKey } from './keys'

/** The same form under a name and key of its own, to be arranged for other roles; behind those that are there. */
export function copyLayout(
  layout: LayoutDocument,
  entity: string,
  taken: string[],
  nameOf: (name: string, language: Language) => string,
): LayoutDocument {
  const { id: _, roles: __, ...rest } = layout
  const named = LANGUAGES.filter((language) => layout.label?.[language])
  const label = Object.fromEntries(
    named.map((language) => [language, nameOf(layout.label?.[language] ?? '', language)]),
  )
  const names = taken.map((key) => key.slice(key.indexOf('.') + 1))
  const key = `${entity}.${suggestItemKey(label, names, 'form')}`
  return { ...rest, key, label, order: (layout.order ?? 0) + 10 }
}
