import { useTranslation } from 'react-i18next'
import en from '../i18n/rules.en.json'
import zhHans from '../i18n/rules.zh-hans.json'
import { addTranslations } from '../i18n'

const NAMESPACE = 'rules'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** The texts of the rule editor and of explanations. */
export function useTexts() {
  return useTranslation(NAMESPACE).t
}

export type Texts = ReturnType<typeof useTexts>
