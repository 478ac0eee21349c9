import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Run } from '../../api/automation'
import { useLabel } from '../../schema/labels'
import { findEntity, useSchema } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import { recordPath } from '../../shared/paths'
import { useAutomationTexts } from './automationTexts'
import { StateTag } from './StateTag'
import { useErrorText, useRuleName } from './words'
import styles from './automation.module.css'

/** One run: which rule on which record, how it stands, and what went wrong. */
export function RunRow({ run, onOpen }: { run: Run; onOpen: () => void }) {
  const t = useAutomationTexts()
  const format = useFormat()
  const nameOf = useRuleName()
  const errorOf = useErrorText()
  return (
    <li className={styles['row']}>
      <div className={styles['state']}>
        <StateTag state={run.state} />
      </div>
      <div className={styles['story']}>
        <Button type="link" className={styles['open'] ?? ''} onClick={onOpen}>
          {nameOf(run.rule)}
        </Button>
        <div className={styles['quiet']}>
          <RunRecord run={run} /> · {t(`event_${run.event}`)}
          <RunOutlook run={run} />
        </div>
        {run.error && run.state !== 'done' && <div className={styles['fault']}>{errorOf(run.error)}</div>}
      </div>
      <time className={styles['quiet']} dateTime={run.created_at} title={format.dateTime(run.created_at)}>
        {format.ago(run.created_at)}
      </time>
    </li>
  )
}

export function RunRecord({ run }: { run: Run }) {
  const t = useAutomationTexts()
  const labelOf = useLabel()
  const entity = findEntity(useSchema(), run.entity ?? undefined)
  if (!entity) return <>{t('out_of_sight')}</>
  if (run.record.label === null)
    return (
      <>
        {labelOf(entity)} {run.record.id}
      </>
    )
  return (
    <>
      {labelOf(entity)}{' '}
      <Link to={recordPath(entity.key, run.record.id)} dir="auto">
        {run.record.label}
      </Link>
    </>
  )
}

/** When it goes on, of a run that waits. */
export function RunOutlook({ run }: { run: Run }) {
  const t = useAutomationTexts()
  const format = useFormat()
  const [now] = useState(() => Date.now())
  if (run.state !== 'waiting' || !run.wake_at) return null
  const when = format.dateTime(run.wake_at)
  const isNow = new Date(run.wake_at).getTime() <= now
  if (run.attempts > 0) return <> · {t('trying', { n: run.attempts, when })}</>
  return <> · {isNow ? t('due_now') : t('due', { when })}</>
}
