import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/pipelines.en.json'
import zhHans from '../../i18n/pipelines.zh-hans.json'

const NAMESPACE = 'pipelines'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** Texts of the editor of stages. */
export function usePipelineTexts() {
  return useTranslation(NAMESPACE).t
}
