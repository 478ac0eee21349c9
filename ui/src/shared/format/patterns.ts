import type { Language } from '../../i18n'

/** How a day and a moment of it stand in a field: as everywhere else on the screen (see dates.ts). */
export const DAY_PATTERNS: Record<Language, string> = { en: 'MMM D, YYYY', 'zh-hans': 'YYYY年M月D日' }
export const MOMENT_PATTERNS: Record<Language, string> = {
  en: 'MMM D, YYYY, HH:mm',
  'zh-hans': 'YYYY年M月D日 HH:mm',
}
