import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Flex, Popconfirm, Skeleton } from 'antd'
import { Link } from 'react-router'
import { automationKey, cancelRun, retryRun, runQuery, type RunDetail } from '../../api/automation'
import { errorText } from '../../api/problem'
import { Drawer } from '../../shared/Drawer'
import { useFormat } from '../../shared/format/useFormat'
import { entityPath } from '../paths'
import { useAutomationTexts } from './automationTexts'
import { RunOutlook, RunRecord } from './RunRow'
import { RunSteps } from './RunSteps'
import { StateTag } from './StateTag'
import { useErrorText, useRuleName } from './words'
import styles from './automation.module.css'

const FAILED = new Set(['failed', 'stopped'])
const LOOK_AGAIN = 3_000

/** One run with every step; a failed one is retried, a waiting one cancelled. */
export function RunDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useAutomationTexts()
  const nameOf = useRuleName()
  const { data: run, error } = useQuery({
    ...runQuery(id),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? LOOK_AGAIN : false),
  })
  return (
    <Drawer
      open
      size={640}
      title={run ? nameOf(run.rule) : t('run', { id })}
      onClose={onClose}
      footer={run ? <RunActions run={run} /> : null}
    >
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {!run && !error && <Skeleton active />}
      {run && <OneRun run={run} />}
    </Drawer>
  )
}

function OneRun({ run }: { run: RunDetail }) {
  const t = useAutomationTexts()
  const format = useFormat()
  const errorOf = useErrorText()
  return (
    <>
      {run.error && FAILED.has(run.state) && (
        <Alert type="error" showIcon style={{ marginBottom: 16 }} title={errorOf(run.error)} />
      )}
      <dl className={styles['facts']}>
        <dt>{t('state')}</dt>
        <dd>
          <StateTag state={run.state} />
          <RunOutlook run={run} />
        </dd>
        <dt>{t('record')}</dt>
        <dd>
          <RunRecord run={run} /> · {t(`event_${run.event}`)}
        </dd>
        <dt>{t('began')}</dt>
        <dd>{format.dateTime(run.created_at)}</dd>
        {run.ended_at && (
          <>
            <dt>{t('ended')}</dt>
            <dd>{format.dateTime(run.ended_at)}</dd>
          </>
        )}
      </dl>
      <RunSteps run={run} />
      <details>
        <summary>{t('rule_text')}</summary>
        <pre className={styles['code']}>{run.source.trim()}</pre>
      </details>
    </>
  )
}

function RunActions({ run }: { run: RunDetail }) {
  const t = useAutomationTexts()
  const client = useQueryClient()
  const { message } = App.useApp()
  const settled = {
    onError: (problem: Error) => void message.error(errorText(problem)),
    onSettled: () => client.invalidateQueries({ queryKey: automationKey }),
  }
  const retry = useMutation({
    mutationFn: () => retryRun(run.id),
    onSuccess: () => void message.success(t('retried')),
    ...settled,
  })
  const cancel = useMutation({
    mutationFn: () => cancelRun(run.id),
    onSuccess: () => void message.success(t('cancelled')),
    ...settled,
  })
  return (
    <Flex gap={8} justify="space-between" wrap>
      {run.entity ? <Link to={entityPath(run.entity, 'rules')}>{t('open_rule')}</Link> : <span />}
      <Flex gap={8}>
        {run.state === 'waiting' && (
          <Popconfirm title={t('cancel_sure')} onConfirm={() => cancel.mutate()}>
            <Button danger loading={cancel.isPending}>
              {t('cancel')}
            </Button>
          </Popconfirm>
        )}
        {FAILED.has(run.state) && (
          <Button type="primary" loading={retry.isPending} onClick={() => retry.mutate()}>
            {t('retry')}
          </Button>
        )}
      </Flex>
    </Flex>
  )
}
