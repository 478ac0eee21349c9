import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/access.en.json'
import zhHans from '../../i18n/access.zh-hans.json'

const NAMESPACE = 'access'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** Texts about who may see and do what; records and the Studio share them. */
export function useAccessTexts() {
  return useTranslation(NAMESPACE).t
}
