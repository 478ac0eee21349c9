import { useTranslation } from 'react-i18next'
import { Button } from 'antd'
import { MessagePage } from './MessagePage'

export function UnreachablePage() {
  const { t } = useTranslation()
  return (
    <MessagePage
      status="warning"
      title={t('page.unreachable')}
      hint={t('page.unreachable_hint')}
      extra={<Button onClick={() => window.location.reload()}>{t('page.try_again')}</Button>}
    />
  )
}
