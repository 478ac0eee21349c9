import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/calendars.en.json'
import zhHans from '../../i18n/calendars.zh-hans.json'

const NAMESPACE = 'calendars'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

export function useCalendarTexts() {
  return useTranslation(NAMESPACE).t
}
