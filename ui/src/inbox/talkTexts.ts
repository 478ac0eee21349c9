import { useTranslation } from 'react-i18next'
import { addTranslations } from '../i18n'
import en from '../i18n/talk.en.json'
import zhHans from '../i18n/talk.zh-hans.json'

const NAMESPACE = 'talk'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

export function useTalkTexts() {
  return useTranslation(NAMESPACE).t
}
