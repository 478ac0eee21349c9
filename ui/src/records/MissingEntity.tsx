import { Result } from 'antd'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../shared/LinkButton'
import { useDocumentTitle } from '../shared/documentTitle'

interface MissingEntityProps {
  isForbidden?: boolean
  /** The list is there; one record of it is not. */
  isRecord?: boolean
}

/** An entity or a record that does not exist, or that the reader may not see: the same page, so that it tells nothing. */
export function MissingEntity({ isForbidden = false, isRecord = false }: MissingEntityProps) {
  const { t } = useTranslation()
  const missing = isRecord ? 'record.missing' : 'list.missing'
  const title = t(isForbidden ? 'page.forbidden' : missing)
  useDocumentTitle(title)
  return (
    <Result
      status={isForbidden ? '403' : '404'}
      title={title}
      subTitle={t(isForbidden ? 'page.forbidden_hint' : `${missing}_hint`)}
      extra={
        <LinkButton to="/" type="primary">
          {t('page.back_home')}
        </LinkButton>
      }
    />
  )
}
