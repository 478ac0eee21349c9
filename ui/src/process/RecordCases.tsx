import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CaseEntry } from '../api/approvals'
import { useLabel } from '../schema/labels'
import { useFormat } from '../shared/format/useFormat'
import { approvalPath } from '../shared/paths'
import { StatusTag } from './StatusTag'
import styles from './process.module.css'

/** Every approval that a record has been through, newest first. */
export function RecordCases({ cases }: { cases: readonly CaseEntry[] }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const format = useFormat()
  return (
    <ul className={styles['entries']}>
      {cases.map((item) => (
        <li key={item.id} className={styles['entry']}>
          <div className={styles['main']}>
            <Link to={approvalPath(item.id)} className={styles['title']} dir="auto">
              {labelOf(item, item.workflow)}
            </Link>
            {item.is_change && <Tag>{t('approval.change')}</Tag>}
            <span className={styles['quiet']}>
              {t('approval.submitted_by', { name: item.submitter?.label ?? '' })} ·{' '}
              {format.dateTime(item.started_at)}
            </span>
            {item.reason && (
              <q className={styles['reason']} dir="auto">
                {item.reason}
              </q>
            )}
          </div>
          <StatusTag status={item.status} />
        </li>
      ))}
    </ul>
  )
}
