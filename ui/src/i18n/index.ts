import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import en from './en.json'
import viewsEn from './views.en.json'
import viewsZhHans from './views.zh-hans.json'
import zhHans from './zh-hans.json'

export const LANGUAGES = ['en', 'zh-hans'] as const
export type Language = (typeof LANGUAGES)[number]

export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', 'zh-hans': '简体中文' }

const STORAGE_KEY = 'odos.language'

/** What `Intl` and the `lang` attribute want to read. */
export const LANGUAGE_TAGS: Record<Language, string> = { en: 'en', 'zh-hans': 'zh-Hans' }

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language)
}

/** The language chosen on this device, else the browser's. */
export function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORAGE_KEY)
  if (isLanguage(stored)) return stored
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-hans' : 'en'
}

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en'
}

export async function switchLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORAGE_KEY, language)
  document.documentElement.lang = LANGUAGE_TAGS[language]
  await i18next.changeLanguage(language)
}

const early: [string, Record<Language, object>][] = []

/** For namespaces of a part of the product, which may be loaded before or after the start. */
export function addTranslations(namespace: string, texts: Record<Language, object>): void {
  if (!i18next.isInitialized) {
    early.push([namespace, texts])
    return
  }
  for (const language of LANGUAGES)
    i18next.addResourceBundle(language, namespace, texts[language], true, true)
}

export function startI18n(language: Language = preferredLanguage()): typeof i18next {
  document.documentElement.lang = LANGUAGE_TAGS[language]
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    lowerCaseLng: true,
    initAsync: false,
    resources: {
      en: { translation: { ...en, ...viewsEn } },
      'zh-hans': { translation: { ...zhHans, ...viewsZhHans } },
    },
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  })
  for (const [namespace, texts] of early.splice(0)) addTranslations(namespace, texts)
  return i18next
}
