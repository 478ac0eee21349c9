import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/drag.en.json'
import zhHans from '../../i18n/drag.zh-hans.json'

const NAMESPACE = 'drag'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** What is said while something is moved. */
export function useDragTexts() {
  return useTranslation(NAMESPACE).t
}

export type DragTexts = ReturnType<typeof useDragTexts>
