import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { Link } from 'react-router'
import { carryOut, type ConversionEntry, type MadeRecord } from '../../api/actions'
import { errorText, issueText } from '../../api/problem'
import type { Entity } from '../../api/types'
import { useIsStaff } from '../../api/useIsStaff'
import type { RecordDocument } from '../../api/values'
import { useLabel } from '../../schema/labels'
import { useEntity } from '../../schema/useSchema'
import { useFormat } from '../../shared/format/useFormat'
import { NamedIcon } from '../../shared/icons'
import { recordPath } from '../../shared/paths'
import { actionsQuery, conversionsQuery } from '../actionQueries'
import { useStageTexts } from '../stages/stageTexts'
import styles from './convert.module.css'

interface ConversionBannerProps {
  entity: Entity
  record: RecordDocument
}

/** What the record became, with the way back, or what it was made from. */
export function ConversionBanner({ entity, record }: ConversionBannerProps) {
  const isStaff = useIsStaff()
  const { data } = useQuery({
    ...conversionsQuery(entity.key, record),
    enabled: isStaff && entity.line_of == null && !entity.system,
    placeholderData: (previous) => previous,
  })
  const living = (data ?? []).filter(({ undone_at: undone }) => !undone)
  return living.map((entry) =>
    entry.source?.entity === entity.key && entry.source.id === record.id ? (
      <Became key={entry.id} entity={entity} record={record} entry={entry} />
    ) : (
      <CameFrom key={entry.id} entry={entry} />
    ),
  )
}

function Became({ entity, record, entry }: ConversionBannerProps & { entry: ConversionEntry }) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const format = useFormat()
  const queryClient = useQueryClient()
  const { message, modal } = App.useApp()
  const { data } = useQuery(actionsQuery(entity.key, record))
  const undo = data?.find(({ key }) => key === `undo.${entry.conversion}`)
  const tellWhyNot = () =>
    modal.warning({
      title: t('undo_not'),
      content: undo?.issues.map((issue) => <p key={issue.message}>{issueText(issue)}</p>),
    })
  const takeBack = async () => {
    const isSure = await modal.confirm({ title: t('undo_ask'), content: t('undo_tells'), okText: t('undo') })
    if (!isSure || !undo) return
    try {
      await carryOut(entity.key, record.id, undo.key, {})
      void message.success(t('undone'))
      await queryClient.invalidateQueries({ queryKey: ['records'] })
    } catch (problem) {
      void message.error(errorText(problem))
    }
  }
  return (
    <Alert
      className={styles['banner'] ?? ''}
      type="success"
      showIcon
      title={t('converted_on', {
        label: labelOf(entry),
        at: format.date(entry.at.slice(0, 10)),
        name: entry.by?.label ?? '',
      })}
      description={
        <span className={styles['made']}>
          {entry.records.map((made) => (
            <MadeLink key={`${made.entity}/${made.id}`} made={made} />
          ))}
        </span>
      }
      action={
        undo && (
          <Button size="small" onClick={() => (undo.ready ? void takeBack() : tellWhyNot())}>
            {t('undo')}
          </Button>
        )
      }
    />
  )
}

function CameFrom({ entry }: { entry: ConversionEntry }) {
  const t = useStageTexts()
  const labelOf = useLabel()
  const format = useFormat()
  if (!entry.source) return null
  const { source } = entry
  return (
    <Alert
      className={styles['banner'] ?? ''}
      type="info"
      showIcon
      title={
        <Link to={recordPath(source.entity, source.id)}>
          {t('came_from', {
            label: source.label ?? source.id,
            conversion: labelOf(entry),
            at: format.date(entry.at.slice(0, 10)),
          })}
        </Link>
      }
    />
  )
}

function MadeLink({ made }: { made: MadeRecord }) {
  const entity = useEntity(made.entity)
  const labelOf = useLabel()
  return (
    <Link to={recordPath(made.entity, made.id)}>
      <NamedIcon name={entity?.icon} /> {labelOf(entity)}: {made.label}
    </Link>
  )
}
