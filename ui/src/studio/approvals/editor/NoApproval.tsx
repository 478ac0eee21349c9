import { Button, Result } from 'antd'
import { Link } from 'react-router'
import { workflowsPath } from '../../paths'
import { useApprovalTexts } from '../approvalTexts'

/** The approval or its entity is gone. */
export function NoApproval() {
  const t = useApprovalTexts()
  return (
    <Result
      status="404"
      title={t('editor.missing')}
      extra={
        <Link to={workflowsPath}>
          <Button type="primary">{t('editor.back')}</Button>
        </Link>
      }
    />
  )
}
