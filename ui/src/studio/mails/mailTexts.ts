import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/mails.en.json'
import zhHans from '../../i18n/mails.zh-hans.json'

const NAMESPACE = 'mails'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

export function useMailTexts() {
  return useTranslation(NAMESPACE).t
}
