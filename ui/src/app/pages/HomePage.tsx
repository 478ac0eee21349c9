import { useTranslation } from 'react-i18next'
import { useDocumentTitle } from '../../shared/documentTitle'

export function HomePage() {
  const { t } = useTranslation()
  useDocumentTitle(t('app.home'))
  return <h1>{t('app.home')}</h1>
}
