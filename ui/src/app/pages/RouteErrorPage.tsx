import { Button, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRouteError } from 'react-router'
import { errorText, isProblem } from '../../api/problem'
import { ForbiddenPage } from './ForbiddenPage'
import { MessagePage } from './MessagePage'
import { NotFoundPage } from './NotFoundPage'
import { UnreachablePage } from './UnreachablePage'

export function RouteErrorPage() {
  const { t } = useTranslation()
  const error = useRouteError()
  if (isProblem(error, 404)) return <NotFoundPage />
  if (isProblem(error, 403)) return <ForbiddenPage />
  if (isProblem(error, 0, 502, 503, 504)) return <UnreachablePage />
  return (
    <MessagePage
      status="error"
      title={t('page.failed')}
      hint={t('page.failed_hint')}
      extra={<Button onClick={() => window.location.reload()}>{t('page.try_again')}</Button>}
    >
      <Typography.Paragraph code copyable>
        {errorText(error)}
      </Typography.Paragraph>
    </MessagePage>
  )
}
