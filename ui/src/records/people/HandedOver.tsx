import { Alert } from 'antd'
import type { Job } from '../../api/people'
import { useFormat } from '../../shared/format/useFormat'
import { useHoldingLabel } from './useHoldingLabel'
import { usePeopleTexts } from './peopleTexts'
import styles from './people.module.css'

/** What went over, and what could not. */
export function HandedOver({ job }: { job: Job }) {
  const t = usePeopleTexts()
  const format = useFormat()
  const labelOf = useHoldingLabel()
  const given = (job.result?.['handed_over'] ?? {}) as Record<string, number>
  const rows = Object.entries(given).filter(([, count]) => count > 0)
  return (
    <>
      <ul className={styles['given']}>
        {rows.map(([key, count]) => (
          <li key={key}>
            {labelOf(key)} <strong>{format.integer(count)}</strong>
          </li>
        ))}
      </ul>
      {job.issues.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('hand_over_failed')}
          description={job.issues.map(({ message, path }, index) => (
            <div key={index}>{[path, message].filter(Boolean).join(': ')}</div>
          ))}
        />
      )}
    </>
  )
}
