import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/mailboxes.en.json'
import zhHans from '../../i18n/mailboxes.zh-hans.json'

const NAMESPACE = 'mailboxes'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

export function useMailBoxTexts() {
  return useTranslation(NAMESPACE).t
}
