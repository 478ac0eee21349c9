import { Result } from 'antd'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../shared/LinkButton'
import { useDocumentTitle } from '../shared/documentTitle'

/** An entity or a record that does not exist, or that the reader may not see: the same page, so that it tells nothing. */
export function MissingEntity({ isForbidden = false }: { isForbidden?: boolean }) {
  const { t } = useTranslation()
  const title = t(isForbidden ? 'page.forbidden' : 'record.missing')
  useDocumentTitle(title)
  return (
    <Result
      status={isForbidden ? '403' : '404'}
      title={title}
      subTitle={t(isForbidden ? 'page.forbidden_hint' : 'record.missing_hint')}
      extra={
        <LinkButton to="/" type="primary">
          {t('page.back_home')}
        </LinkButton>
      }
    />
  )
}
