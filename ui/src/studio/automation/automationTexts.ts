import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/automation.en.json'
import zhHans from '../../i18n/automation.zh-hans.json'

const NAMESPACE = 'automation'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

export function useAutomationTexts() {
  return useTranslation(NAMESPACE).t
}
