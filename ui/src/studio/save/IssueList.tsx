import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { issueText, type Issue } from '../../api/problem'
import { useTexts } from '../texts'
import { hasErrors } from './issues'

interface IssueListProps {
  issues: readonly Issue[]
  title?: string
  /** Links to where an issue can be dealt with. */
  linkOf?: (issue: Issue) => ReactNode
}

/** Findings that have no control of their own. */
export function IssueList({ issues, title, linkOf }: IssueListProps) {
  const t = useTexts()
  if (issues.length === 0) return null
  const isRefusal = hasErrors(issues)
  return (
    <Alert
      role="alert"
      type={isRefusal ? 'error' : 'warning'}
      showIcon
      title={title ?? t(isRefusal ? 'save.refused' : 'save.warnings')}
      description={issues.map((issue, index) => (
        <div key={index}>
          {issueText(issue)} {linkOf?.(issue)}
        </div>
      ))}
    />
  )
}
