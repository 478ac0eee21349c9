import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/people.en.json'
import zhHans from '../../i18n/people.zh-hans.json'

const NAMESPACE = 'people'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** Texts about people, units and what administrators do for them. */
export function usePeopleTexts() {
  return useTranslation(NAMESPACE).t
}
