import { useTranslation } from 'react-i18next'
import { addTranslations } from '../i18n'
import en from '../i18n/inbox.en.json'
import zhHans from '../i18n/inbox.zh-hans.json'

const NAMESPACE = 'inbox'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

export function useInboxTexts() {
  return useTranslation(NAMESPACE).t
}
