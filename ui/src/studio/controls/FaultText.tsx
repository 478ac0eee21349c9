import { Typography } from 'antd'
import { issueText } from '../../api/problem'
import { useIssues } from './IssuesContext'

/** The server's issues for attributes that have no labelled control of their own. */
export function FaultText({ names }: { names: readonly string[] }) {
  const issues = useIssues(names)
  if (issues.length === 0) return null
  return (
    <Typography.Text type="danger" role="alert">
      {issues.map(issueText).join(' ')}
    </Typography.Text>
  )
}
