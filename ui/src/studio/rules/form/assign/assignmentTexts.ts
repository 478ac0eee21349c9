import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../../../i18n'
import en from '../../../../i18n/assignment.en.json'
import zhHans from '../../../../i18n/assignment.zh-hans.json'

const NAMESPACE = 'assignment'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** Texts of the forms of assignment and of pools. */
export function useAssignmentTexts() {
  return useTranslation(NAMESPACE).t
}
