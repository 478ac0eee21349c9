import { Button, Result } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
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
          <Link to="/">
            <Button type="primary">{t('page.back_home')}</Button>
          </Link>
        )
      }
    >
      {children}
    </Result>
  )
}
