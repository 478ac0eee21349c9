import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/audit.en.json'
import zhHans from '../../i18n/audit.zh-hans.json'

const NAMESPACE = 'audit'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** Texts about the trail; the record's history and the Studio share them. */
export function useAuditTexts() {
  return useTranslation(NAMESPACE).t
}
