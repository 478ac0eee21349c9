import { Result } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../shared/LinkButton'
import { useDocumentTitle } from '../../shared/documentTitle'

interface MessagePageProps {
  status: '403' | '404' | 'error' | 'warning'
  title: string
  hint: string
  extra?: ReactNode
  children?: ReactNode
}

export function MessagePage({ status, title, hint, extra, children }: MessagePageProps) {
  const { t } = useTranslation()
  useDocumentTitle(title)
  return (
    <Result
      status={status}
      title={title}
      subTitle={hint}
      extra={
        extra ?? (
          <LinkButton to="/" type="primary">
            {t('page.back_home')}
          </LinkButton>
        )
      }
    >
      {children}
    </Result>
  )
}
