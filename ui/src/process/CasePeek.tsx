import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { errorText } from '../api/problem'
import { CaseChanges } from './CaseChanges'
import { CaseDifferences } from './CaseDifferences'
import { CaseRecord } from './CaseRecord'
import { caseQuery } from './queries'
import { StepFields } from './StepFields'
import styles from './process.module.css'

/** What somebody has to know to decide, without leaving the list. */
export function CasePeek({ id }: { id: string }) {
  const { t } = useTranslation()
  const { data: approval, error } = useQuery(caseQuery(id))
  if (error && !approval) return <p className={styles['quiet']}>{errorText(error)}</p>
  if (!approval) return <Skeleton active paragraph={{ rows: 2 }} title={false} />
  const isBare =
    approval.values.length === 0 && approval.changes.length === 0 && approval.differences === null
  return (
    <div className={styles['peek']}>
      {isBare && <p className={styles['quiet']}>{t('approval.no_details')}</p>}
      <StepFields approval={approval} />
      <CaseRecord approval={approval} />
      <CaseChanges approval={approval} />
      <CaseDifferences approval={approval} />
    </div>
  )
}
