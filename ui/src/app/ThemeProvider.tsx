import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useLayoutEffect, useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../i18n'
import { useIsPrinting, usePrefersDark, usePrefersStillness } from '../shared/media'
import { DAY_PATTERNS, MOMENT_PATTERNS } from '../shared/format/patterns'
import { usePreferences } from '../shared/preferences'
import { themeFor, VARIABLES_CLASS } from './theme'

const ANTD_LOCALES: Record<Language, typeof enUS> = {
  en: withPatterns(enUS, 'en'),
  'zh-hans': withPatterns(zhCN, 'zh-hans'),
}
const DAYJS_LOCALES: Record<Language, string> = { en: 'en', 'zh-hans': 'zh-cn' }

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  const language = i18n.language as Language
  const { appearance, density } = usePreferences()
  const prefersDark = usePrefersDark()
  const isStill = usePrefersStillness()
  const isPrinting = useIsPrinting()
  const isDark = !isPrinting && (appearance === 'dark' || (appearance === 'system' && prefersDark))
  const theme = useMemo(() => themeFor(isDark, density, isStill), [isDark, density, isStill])
  dayjs.locale(DAYJS_LOCALES[language])

  useLayoutEffect(() => {
    const root = document.documentElement
    root.classList.add(VARIABLES_CLASS)
    root.style.colorScheme = isDark ? 'dark' : 'light'
    root.dataset['density'] = density
    root.dataset['appearance'] = isDark ? 'dark' : 'light'
  }, [isDark, density])

  return (
    <ConfigProvider
      theme={theme}
      locale={ANTD_LOCALES[language]}
      form={{ colon: false }}
      button={{ autoInsertSpace: false }}
    >
      <AntApp
        className="odos-app"
        message={{ maxCount: 3 }}
        notification={{ placement: 'bottomLeft', maxCount: 3 }}
      >
        {children}
      </AntApp>
    </ConfigProvider>
  )
}

/** Every field for a date shows it as the rest of the screen does. */
function withPatterns(locale: typeof enUS, language: Language): typeof enUS {
  const { DatePicker } = locale
  if (!DatePicker) return locale
  const lang = {
    ...DatePicker.lang,
    fieldDateFormat: DAY_PATTERNS[language],
    fieldDateTimeFormat: MOMENT_PATTERNS[language],
  }
  return { ...locale, DatePicker: { ...DatePicker, lang } }
}
