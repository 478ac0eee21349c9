import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Modal, Progress } from 'antd'
import { useEffect, useRef } from 'react'
import { cancelJob, type LeftOut, type MassOutcome } from '../../api/massChanges'
import { jobQuery, type Job } from '../../api/people'
import { errorText, issueText } from '../../api/problem'
import { useFormat } from '../../shared/format/useFormat'
import { useMassTexts } from './massTexts'
import styles from './mass.module.css'

interface MassProgressProps {
  job: string
  title: string
  onDone: (outcome: MassOutcome) => void
  onClose: () => void
}

/** How far a change is that runs as a job; it can be stopped, and goes on when this is closed. */
export function MassProgress({ job, title, onDone, onClose }: MassProgressProps) {
  const t = useMassTexts()
  const format = useFormat()
  const { data, error } = useQuery(jobQuery(job))
  const stopping = useMutation({ mutationFn: () => cancelJob(job) })
  const isTold = useRef(false)
  useEffect(() => {
    if (data?.state !== 'done' || isTold.current) return
    isTold.current = true
    onDone(outcomeOf(data))
  }, [data, onDone])
  const done = data?.done ?? 0
  const total = data?.total ?? 0
  const isOver = Boolean(data?.finished_at)
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      footer={[
        !isOver && (
          <Button key="stop" danger loading={stopping.isPending} onClick={() => stopping.mutate()}>
            {t('stop')}
          </Button>
        ),
        <Button key="close" onClick={onClose}>
          {t('close')}
        </Button>,
      ]}
    >
      <div className={styles['form']}>
        <Progress percent={total > 0 ? Math.floor((100 * done) / total) : 0} aria-label={title} />
        <p className={styles['quiet']}>
          {t('progress', {
            done: format.integer(String(done)),
            total: total ? format.integer(String(total)) : '…',
          })}
        </p>
        {error && <Alert type="error" showIcon title={errorText(error)} />}
        {data?.state === 'cancelled' && <Alert type="info" showIcon title={t('stopped')} />}
        {data?.state === 'failed' && (
          <Alert
            type="error"
            showIcon
            title={t('failed')}
            description={data.issues.map(issueText).slice(0, 3).join(' ')}
          />
        )}
        {!isOver && <p className={styles['quiet']}>{t('goes_on')}</p>}
      </div>
    </Modal>
  )
}

/** What a finished job did, in the form of a change that was made at once. */
function outcomeOf({ result, issues }: Job): MassOutcome {
  const reasons = new Map<string, LeftOut>()
  for (const issue of issues) {
    const known = reasons.get(issue.message)
    if (known) known.count += 1
    else reasons.set(issue.message, { ...issue, count: 1, records: [] })
  }
  return {
    changed: Number(result?.['changed'] ?? 0),
    unchanged: Number(result?.['unchanged'] ?? 0),
    left_out: Number(result?.['left_out'] ?? 0),
    reasons: [...reasons.values()],
    change: (result?.['change'] as string | undefined) ?? null,
  }
}
