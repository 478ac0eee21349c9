import { useQuery } from '@tanstack/react-query'
import { Skeleton, Timeline } from 'antd'
import type { StageVisit } from '../../api/actions'
import type { Entity } from '../../api/types'
import type { RecordDocument } from '../../api/values'
import { OptionTag } from '../../fields/parts/OptionTag'
import { findField } from '../../schema/useSchema'
import { Drawer } from '../../shared/Drawer'
import { useFormat } from '../../shared/format/useFormat'
import { stageHistoryQuery } from '../actionQueries'
import { useSpan, useStageTexts } from './stageTexts'
import styles from './StatusPath.module.css'

interface StageHistoryProps {
  entity: Entity
  record: RecordDocument
  onClose: () => void
}

/** When the record came into which stage, who brought it there, and how long it stayed. */
export function StageHistory({ entity, record, onClose }: StageHistoryProps) {
  const t = useStageTexts()
  const { data } = useQuery(stageHistoryQuery(entity.key, record))
  const visits = [...(data ?? [])].sort((a, b) => b.entered_at.localeCompare(a.entered_at))
  return (
    <Drawer open size={420} title={t('history')} onClose={onClose}>
      {!data && <Skeleton active />}
      <Timeline
        items={visits.map((visit) => ({
          key: `${visit.field}/${visit.entered_at}`,
          color: visit.left_at ? 'gray' : 'blue',
          content: <Visit entity={entity} visit={visit} />,
        }))}
      />
    </Drawer>
  )
}

function Visit({ entity, visit }: { entity: Entity; visit: StageVisit }) {
  const t = useStageTexts()
  const format = useFormat()
  const span = useSpan()
  const field = findField(entity, visit.field)
  const hours = visit.working_hours
  return (
    <div>
      {field ? <OptionTag field={field} option={visit.stage} /> : visit.stage}
      <p className={styles['note']}>
        {format.dateTime(visit.entered_at)}
        {visit.entered_by ? ` · ${t('by', { name: visit.entered_by.label })}` : ''}
        <br />
        {visit.left_at ? span(visit.seconds) : `${t('still_here')}, ${span(visit.seconds)}`}
        {hours !== null && hours >= 1
          ? ` · ${t('worked', { hours: format.integer(Math.round(hours)) })}`
          : ''}
      </p>
    </div>
  )
}
