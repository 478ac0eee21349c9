import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/account.en.json'
import zhHans from '../../i18n/account.zh-hans.json'

const NAMESPACE = 'account'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

export function useAccountTexts() {
  return useTranslation(NAMESPACE).t
}
