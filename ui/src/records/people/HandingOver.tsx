import { useQuery } from '@tanstack/react-query'
import { Alert, Modal, Progress, Spin } from 'antd'
import { jobQuery, type Job } from '../../api/people'
import { errorText } from '../../api/problem'
import { useFormat } from '../../shared/format/useFormat'
import { useHoldingLabel } from './useHoldingLabel'
import { usePeopleTexts } from './peopleTexts'
import styles from './people.module.css'

interface HandingOverProps {
  job: string
  /** The name of whoever takes over. */
  to: string
  /** The name of whoever may no longer sign in afterwards. */
  closed: string | undefined
  onClose: () => void
}

/** How a hand-over comes along, and how it ended. */
export function HandingOver({ job, to, closed, onClose }: HandingOverProps) {
  const t = usePeopleTexts()
  const { data, error } = useQuery(jobQuery(job))
  const isOver = Boolean(data?.finished_at) || error !== null
  const isDone = data?.state === 'done'
  return (
    <Modal
      open
      title={
        <bdi>
          {isOver ? t(isDone ? 'hand_over_done' : 'hand_over_stopped', { to }) : t('hand_over_running')}
        </bdi>
      }
      okText={t('close')}
      cancelButtonProps={{ style: { display: 'none' } }}
      onOk={onClose}
      onCancel={onClose}
    >
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {!isOver &&
        (data?.total ? <Progress percent={Math.floor((100 * data.done) / data.total)} /> : <Spin />)}
      {isOver && data && <Outcome job={data} />}
      {isDone && closed && <p>{t('closed', { name: closed })}</p>}
    </Modal>
  )
}

/** What went over, and what could not. */
function Outcome({ job }: { job: Job }) {
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
