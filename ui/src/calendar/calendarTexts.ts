import { useTranslation } from 'react-i18next'
import { addTranslations } from '../i18n'
import en from '../i18n/calendar.en.json'
import zhHans from '../i18n/calendar.zh-hans.json'

const NAMESPACE = 'calendar_page'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

export function useCalendarPageTexts() {
  return useTranslation(NAMESPACE).t
}
