import { useTranslation } from 'react-i18next'
import { addTranslations } from '../../i18n'
import en from '../../i18n/stages.en.json'
import zhHans from '../../i18n/stages.zh-hans.json'

const NAMESPACE = 'stages'

addTranslations(NAMESPACE, { en, 'zh-hans': zhHans })

/** Texts about stages, boards, funnels and conversions. */
export function useStageTexts() {
  return useTranslation(NAMESPACE).t
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A span of time in its largest unit: `3 d`, `5 h`. */
export function useSpan(): (seconds: number) => string {
  const t = useStageTexts()
  return (seconds) => {
    if (seconds >= DAY) return t('days', { count: Math.round(seconds / DAY) })
    if (seconds >= HOUR) return t('hours', { count: Math.round(seconds / HOUR) })
    return t('minutes', { count: Math.round(seconds / MINUTE) })
  }
}
