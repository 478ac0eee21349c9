import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/reminders.en.json'
import zhHans from '../../i18n/reminders.zh-hans.json'

const NAMESPACE = 'reminders'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

export function useReminderTexts() {
  return useTranslation(NAMESPACE).t
}
