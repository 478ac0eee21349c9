import { useTranslation } from 'react-i18next'
import en from '../i18n/studio.en.json'
import zhHans from '../i18n/studio.zh-hans.json'
import { addTranslations } from '../i18n'

const NAMESPACE = 'studio'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** The Studio's texts; they arrive with its chunk. */
export function useTexts() {
  return useTranslation(NAMESPACE).t
}

export type Texts = ReturnType<typeof useTexts>
