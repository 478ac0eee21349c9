import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'
import { useMayWrite } from '../api/useMayWrite'
import { MessagePage } from './pages/MessagePage'

/** Pages of what is one's own alone, letters and settings: who looks with the eyes of somebody else has none there. */
export function OwnOnly() {
  const { t } = useTranslation()
  if (useMayWrite()) return <Outlet />
  return <MessagePage status="403" title={t('page.personal')} hint={t('page.personal_hint')} />
}
