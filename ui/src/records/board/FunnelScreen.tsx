import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { readFunnel, type FunnelStage } from '../../api/actions'
import { errorText } from '../../api/problem'
import { useSpan, useStageTexts } from '../../process/stages/stageTexts'
import { useSchema } from '../../schema/useSchema'
import { useLabel } from '../../schema/labels'
import { useFormat } from '../../shared/format/useFormat'
import { whichRecords } from '../list/totals'
import type { ListData } from '../list/useListData'
import { boardMeasure, mainPipeline, narrowsBy } from './boardField'
import { PERIODS, periodOf, type PeriodKey } from './periods'
import styles from './funnel.module.css'

const COUNT_ONLY = '-'

/** How many records got how far, what they are worth and how long they stayed: of those that the list shows. */
export function FunnelScreen({ data }: { data: ListData }) {
  const { entity, question } = data
  const t = useStageTexts()
  const labelOf = useLabel()
  const pipelines = entity.pipelines ?? []
  const [pipeline, setPipeline] = useState(mainPipeline(entity)?.key ?? '')
  const [period, setPeriod] = useState<PeriodKey>('any_time')
  const [measure, setMeasure] = useState(boardMeasure(entity)?.key ?? COUNT_ONLY)
  const amounts = entity.fields.filter(({ kind }) => kind === 'money' || kind === 'decimal')
  const asked = {
    pipeline,
    ...periodOf(period, new Date()),
    ...(measure === COUNT_ONLY ? {} : { measure }),
    ...whichRecords(question),
  }
  const { data: found, error } = useQuery({
    queryKey: ['records', entity.key, 'funnel', asked],
    queryFn: ({ signal }) => readFunnel(entity.key, asked, signal),
    placeholderData: keepPreviousData,
  })
  return (
    <div className={styles['funnel']}>
      <div className={styles['asked']}>
        {pipelines.length > 1 && (
          <Select
            aria-label={t('pipeline')}
            value={pipeline}
            onChange={setPipeline}
            options={pipelines.map((each) => ({ value: each.key, label: labelOf(each) }))}
          />
        )}
        <Select<PeriodKey>
          aria-label={t('period')}
          prefix={t('period')}
          value={period}
          onChange={setPeriod}
          options={PERIODS.map((key) => ({ value: key, label: t(key) }))}
        />
        <Select
          aria-label={t('measure')}
          prefix={t('measure')}
          value={measure}
          onChange={setMeasure}
          options={[
            { value: COUNT_ONLY, label: t('count_only') },
            ...amounts.map((field) => ({ value: field.key, label: labelOf(field) })),
          ]}
        />
      </div>
      <PartNotice data={data} field={pipelines.find(({ key }) => key === pipeline)?.field} />
      {error && <Alert type="error" showIcon title={errorText(error)} />}
      {!found && !error && <Skeleton active />}
      {found && <FunnelTable stages={found.stages} isMoney={isMoney(amounts, measure)} />}
    </div>
  )
}

/** A list of open records has nobody in its last stages: said, with the way to all of them. */
function PartNotice({ data, field }: { data: ListData; field: string | undefined }) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const { view, views, change } = data
  const whole = views.find(({ filter }) => !filter)
  if (!view || !whole || !narrowsBy(view, field)) return null
  return (
    <Alert
      type="info"
      showIcon
      className={styles['notice'] ?? ''}
      title={t('not_whole', { view: labelOf(view) })}
      action={
        <Button size="small" onClick={() => change({ view: whole.key })}>
          {t('show_all')}
        </Button>
      }
    />
  )
}

const isMoney = (fields: { key: string; kind: string }[], key: string) =>
  fields.some((field) => field.key === key && field.kind === 'money')

function FunnelTable({ stages, isMoney: inCurrency }: { stages: FunnelStage[]; isMoney: boolean }) {
  const t = useStageTexts()
  const most = Math.max(0, ...stages.map(({ reached }) => reached ?? 0))
  if (stages.every(({ count, reached }) => count === 0 && !reached))
    return <Empty description={t('nothing')} />
  return (
    <div className={styles['scroller']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('stage')}</th>
            <th scope="col">{t('reached')}</th>
            <th scope="col">{t('conversion')}</th>
            <th scope="col">{t('here_now')}</th>
            <th scope="col">{t('amount')}</th>
            <th scope="col">{t('average_time')}</th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <FunnelRow key={stage.key} stage={stage} most={most} inCurrency={inCurrency} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function FunnelRow({ stage, most, inCurrency }: { stage: FunnelStage; most: number; inCurrency: boolean }) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const format = useFormat()
  const span = useSpan()
  const currency = useSchema().base_currency
  const width = most > 0 && stage.reached ? `${Math.max(1, (stage.reached / most) * 100)}%` : '0'
  const amount = (value: string | null) =>
    value === null ? '' : (format.compact(value, inCurrency ? currency : undefined) ?? format.number(value))
  return (
    <tr data-kind={stage.kind}>
      <th scope="row" dir="auto">
        {labelOf(stage)}
      </th>
      <td className={styles['bars']}>
        {stage.reached !== null && (
          <>
            <span className={styles['bar']} style={{ inlineSize: width }} aria-hidden />
            <span className={styles['figure']}>
              {format.integer(stage.reached)}
              {stage.reached_amount && <small>{amount(stage.reached_amount)}</small>}
            </span>
          </>
        )}
      </td>
      <td>{stage.conversion === null ? '' : format.percent(Math.round(stage.conversion * 1000) / 10)}</td>
      <td data-label={t('here_now')}>{format.integer(stage.count)}</td>
      <td data-label={t('amount')}>{amount(stage.amount)}</td>
      <td data-label={t('average_time')}>{stage.seconds === null ? '' : span(stage.seconds)}</td>
    </tr>
  )
}
