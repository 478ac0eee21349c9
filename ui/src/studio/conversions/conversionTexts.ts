import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/conversions.en.json'
import zhHans from '../../i18n/conversions.zh-hans.json'

const NAMESPACE = 'conversions'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** Texts of the editor of conversions. */
export function useConversionTexts() {
  return useTranslation(NAMESPACE).t
}
