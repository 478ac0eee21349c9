import { ArrowLeftOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import type { ApprovalCase } from '../api/approvals'
import { errorText } from '../api/problem'
import { useMayWrite } from '../api/useMayWrite'
import { useLabel } from '../schema/labels'
import { useEntity } from '../schema/useSchema'
import { useDocumentTitle } from '../shared/documentTitle'
import { LinkButton } from '../shared/LinkButton'
import { PageSkeleton } from '../shared/PageSkeleton'
import { approvalsPath, recordPath } from '../shared/paths'
import { CaseActions } from './CaseActions'
import { CaseChanges } from './CaseChanges'
import { CaseDifferences } from './CaseDifferences'
import { CaseHistory } from './CaseHistory'
import { CasePicture } from './CasePicture'
import { CaseRecord } from './CaseRecord'
import { caseQuery } from './queries'
import { StatusTag } from './StatusTag'
import { StepFields } from './StepFields'
import styles from './process.module.css'

interface RecordNameProps {
  approval: ApprovalCase
  path: string
  children: ReactNode
}

/** No link for somebody who is asked without seeing the record: they are told in words what it is about. */
function RecordName({ approval, path, children }: RecordNameProps) {
  const isOutOfSight = approval.values.some(({ words }) => words !== undefined)
  return isOutOfSight ? (
    <span dir="auto">{children}</span>
  ) : (
    <Link to={path} dir="auto">
      {children}
    </Link>
  )
}

/** One approval: the record, where it stands, what happened, what to do. */
export function ApprovalPage() {
  const { id = '' } = useParams()
  const { t } = useTranslation()
  const labelOf = useLabel()
  const mayWrite = useMayWrite()
  const { data: approval, error } = useQuery(caseQuery(id))
  const entity = useEntity(approval?.entity ?? undefined)
  useDocumentTitle(approval && labelOf(approval, approval.workflow), t('approval.title'))

  if (error && !approval)
    return <Alert className={styles['banner'] ?? ''} type="warning" showIcon title={errorText(error)} />
  if (!approval) return <PageSkeleton />
  const title = approval.record.label ?? `#${approval.record.id}`
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <LinkButton
          to={approvalsPath()}
          type="text"
          icon={<ArrowLeftOutlined />}
          aria-label={t('approval.back')}
        />
        <h1 dir="auto">{labelOf(approval, approval.workflow)}</h1>
        <StatusTag status={approval.status} />
        <span className={styles['spacer']} />
        {entity && (
          <RecordName approval={approval} path={recordPath(entity.key, approval.record.id)}>
            {labelOf(entity)}: {title}
          </RecordName>
        )}
      </header>
      <div className={styles['columns']}>
        <div>
          <StepFields approval={approval} />
          <CaseRecord approval={approval} />
          <CaseChanges approval={approval} />
          <CaseDifferences approval={approval} />
          <section className={styles['section']}>
            <h2>{t('approval.picture')}</h2>
            <CasePicture approval={approval} />
          </section>
        </div>
        <section className={styles['section']}>
          <h2>{t('approval.history')}</h2>
          <CaseHistory events={approval.history} />
        </section>
      </div>
      {mayWrite && <CaseActions approval={approval} />}
    </div>
  )
}
