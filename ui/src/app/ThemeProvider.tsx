import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useLayoutEffect, useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../i18n'
import { usePrefersDark } from '../shared/media'
import { usePreferences } from '../shared/preferences'
import { themeFor, VARIABLES_CLASS } from './theme'

const ANTD_LOCALES: Record<Language, typeof enUS> = { en: enUS, 'zh-hans': zhCN }
const DAYJS_LOCALES: Record<Language, string> = { en: 'en', 'zh-hans': 'zh-cn' }

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  const language = i18n.language as Language
  const { appearance, density } = usePreferences()
  const prefersDark = usePrefersDark()
  const isDark = appearance === 'dark' || (appearance === 'system' && prefersDark)
  const theme = useMemo(() => themeFor(isDark, density), [isDark, density])
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
