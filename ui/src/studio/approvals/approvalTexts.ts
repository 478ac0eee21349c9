import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/approvals.en.json'
import zhHans from '../../i18n/approvals.zh-hans.json'

const NAMESPACE = 'approvals'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** Texts of the editor of approvals. */
export function useApprovalTexts() {
  return useTranslation(NAMESPACE).t
}

export type ApprovalTexts = ReturnType<typeof useApprovalTexts>
