import { useTranslation } from 'react-i18next'
import { commandKey } from '../../shared/platform'
import { MessagePage } from './MessagePage'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <MessagePage
      status="404"
      title={t('page.not_found')}
      hint={t('page.not_found_hint', { key: commandKey('K') })}
    />
  )
}
