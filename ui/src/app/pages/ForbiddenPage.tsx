import { useTranslation } from 'react-i18next'
import { MessagePage } from './MessagePage'

export function ForbiddenPage() {
  const { t } = useTranslation()
  return <MessagePage status="403" title={t('page.forbidden')} hint={t('page.forbidden_hint')} />
}
