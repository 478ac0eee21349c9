import { useTranslation } from 'react-i18next'
import { addTranslations } from '../i18n'
import en from '../i18n/channels.en.json'
import zhHans from '../i18n/channels.zh-hans.json'

const NAMESPACE = 'channels'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

export function useChannelTexts() {
  return useTranslation(NAMESPACE).t
}
